import type { FileBytes } from '../../contracts/wire/catalogue/catalogue-file.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import { type FromCsv, fileOfTable } from './import-csv.ts';
import { type FileRead, readFile } from './read-file.ts';
import type { Table } from './read-csv.ts';

/** A long task on a file, which runs in a separate thread. */
export type FileTask =
  | { readonly kind: 'read'; readonly file: FileBytes }
  | { readonly kind: 'merge'; readonly current: CatalogueState; readonly table: Table };

/** The results of tasks; they can be copied between threads. */
export interface FileTaskResults {
  readonly read: FileRead;
  readonly merge: FromCsv;
}

/** Runs a task in the current thread. */
export const runFileTask = (task: FileTask): FileTaskResults[FileTask['kind']] =>
  task.kind === 'read' ? readFile(task.file) : fileOfTable(task.current, task.table);
