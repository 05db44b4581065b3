import {
  type CatalogueFile,
  catalogueExport,
  catalogueImport,
  catalogueTypes,
  exportQuery,
  type FileBytes,
  importAnswer,
  type ImportAnswer,
  importQuery,
} from '../../contracts/wire/catalogue/catalogue-file.ts';
import { noBody } from '../../contracts/wire/shared/list.ts';
import { type Answer, ok, problem, refusal } from '../http/answer.ts';
import { type FileReading, type ImportedFile, importFile } from '../../application/catalogue-file/import-file.ts';
import { countActions } from '../../application/catalogue-file/change-row.ts';
import { fromApiCatalogueFile } from './catalogue-file.convert.ts';
import { errorFile, issuesOfRows, type RowIssue } from './csv-places.ts';
import { exportCsv } from './export-csv.ts';
import { listChanges, listWarnings } from './list-changes.ts';
import { exportFile } from './export-file.ts';
import { runInFileThread } from './file-thread.ts';
import type { Table } from './read-csv.ts';
import type { FileRead } from './read-file.ts';
import type { ApiDeps, FileLimits } from '../http/deps.ts';
import { preparedWriteRoute } from '../http/idempotent-route.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { ProblemCode, ProblemInput } from '../http/problem.ts';
import { readRoute, type Route } from '../http/route.ts';
import { joinSentences, quoted } from '../../domain/refusals/words.ts';

const tag = 'Catalogue';

export const catalogueFileRoutes = (deps: ApiDeps): readonly Route[] => [
  preparedWriteRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/catalog/import',
      operationId: 'importCatalogue',
      tag,
      summary: 'Import a catalogue file, completely or not at all; as text/csv, one price in each row',
      scope: ({ dryRun }) => (dryRun === 'true' ? 'read' : 'write'),
      query: importQuery,
      body: catalogueImport,
      bodyTypes: catalogueTypes,
      answers: { 200: importAnswer },
      problems: ['invalid_offering', 'key_already_used', 'file_too_heavy', 'importer_busy'],
    },
    {
      prepare: (file) => readInThread(file, deps.fileLimits),
      handle: async ({ query, body, requestId }, writes) => {
        const mode = query.dryRun === 'true' ? 'dryRun' : 'apply';
        const imported =
          body.format === 'json'
            ? await importFile(writes, { mode, drafts: 'launch', read: jsonReader(body.file, requestId) })
            : await importFile(writes, { mode, drafts: 'refuse', read: tableReader(body.table, deps.fileLimits, requestId) });
        return imported.ok ? ok(toAnswer(imported.value, mode)) : imported.error;
      },
    },
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/catalog/export',
      operationId: 'exportCatalogue',
      tag,
      summary: 'Export the catalogue as a file that can be imported again',
      query: exportQuery,
      body: noBody,
      answers: { 200: catalogueExport },
      answerTypes: catalogueTypes,
      problems: [],
    },
    async ({ tenant, query }) => {
      const catalogue = await deps.catalogue.loadCatalogue(tenant.id);
      if (query.format === 'json') return ok(exportFile(catalogue));
      return { ...ok(new TextEncoder().encode(await exportCsv(catalogue))), headers: csvHeaders };
    },
  ),
];

const csvHeaders = {
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': 'attachment; filename="catalogue.csv"',
} as const;

type ReadFile = Extract<FileRead, { readonly ok: true }>;

async function readInThread(
  file: FileBytes,
  limits: FileLimits | undefined,
): Promise<{ readonly ok: true; readonly value: ReadFile } | { readonly ok: false; readonly problem: ProblemInput }> {
  const done = await runInFileThread<'read'>({ kind: 'read', file }, limits);
  if (!done.ok) return done;
  return done.value.ok ? { ok: true, value: done.value } : done.value;
}

type Reader = (current: CatalogueState) => Promise<FileReading<Answer>>;

const jsonReader =
  (file: CatalogueFile, requestId: string): Reader =>
  async () => ({
    ok: true,
    stated: await fromApiCatalogueFile(file),
    toError: (error) => refusal(error, requestId),
  });

/** Rows name prices alone, so the other fields of their offerings come from the current catalogue. */
const tableReader =
  (table: Table, limits: FileLimits | undefined, requestId: string): Reader =>
  async (current) => {
    const merged = await runInFileThread<'merge'>({ kind: 'merge', current, table }, limits);
    if (!merged.ok) return { ok: false, error: problem(merged.problem, requestId) };
    const read = merged.value;
    if (!read.ok) return { ok: false, error: refuseRows('invalid_request', read.issues, requestId) };
    return {
      ok: true,
      stated: await fromApiCatalogueFile(read.file),
      toError: (error) =>
        error.issues === undefined
          ? refusal(error, requestId)
          : refuseRows(error.code, issuesOfRows(error.issues, read.rows), requestId),
    };
  };

const toAnswer = ({ rows, warnings }: ImportedFile, mode: 'dryRun' | 'apply'): ImportAnswer => ({
  dryRun: mode === 'dryRun',
  applied: mode === 'apply',
  ...listChanges(rows),
  counts: countActions(rows),
  ...listWarnings(warnings),
});

/** A refusal with rows and columns; `meta.errorFile` lists them as CSV. */
function refuseRows(code: ProblemCode, issues: readonly RowIssue[], requestId: string): Answer {
  const detail = joinSentences(issues.map(({ row, column, detail: sentence }) => `Row ${row}, ${quoted(column)}: ${sentence}`));
  return problem({ code, detail, issues, meta: { errorFile: errorFile(issues) } }, requestId);
}
