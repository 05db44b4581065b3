import type { FileBytes } from '../../contracts/wire/catalogue/catalogue-file.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import { type FromCsv, fileOfTable } from './import-csv.ts';
import { type FileRead, readFile } from './read-file.ts';
import type { Table } from './read-csv.ts';

/** The work on a file that takes long and is done in a thread of its own. */
export type FileTask =
  | { readonly kind: 'read'; readonly file: FileBytes }
  | { readonly kind: 'merge'; readonly current: CatalogueState; readonly table: Table };

/** What a task gives; all of it can be copied between threads. */
export interface FileTaskResults {
  readonly read: FileRead;
  readonly merge: FromCsv;
}

/** Does one piece of work on a file. */
export const doFileTask = (task: FileTask): FileTaskResults[FileTask['kind']] =>
  task.kind === 'read' ? readFile(task.file) : fileOfTable(task.current, task.table);
