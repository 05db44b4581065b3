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
import { type Applied, applyFile } from '../../application/catalogue-file/apply-file.ts';
import { countActions } from '../../application/catalogue-file/change-row.ts';
import { fromApiCatalogueFile } from './catalogue-file.convert.ts';
import { errorFile, issuesOfRows, type RowIssue } from './csv-places.ts';
import { exportCsv } from './export-csv.ts';
import { listChanges, listWarnings } from './list-changes.ts';
import { exportFile } from './export-file.ts';
import { inFileThread } from './file-thread.ts';
import type { Table } from './read-csv.ts';
import type { FileRead } from './read-file.ts';
import type { ApiDeps, FileLimits } from '../http/deps.ts';
import { preparedWriteRoute } from '../http/idempotent-route.ts';
import type { CatalogueWrites } from '../../application/ports/catalogue.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { ProblemCode, ProblemInput } from '../http/problem.ts';
import { readRoute, type Route } from '../http/route.ts';
import { inSentences, quoted } from '../../domain/refusals/words.ts';

const tag = 'Catalogue';

export const catalogueFileRoutes = (deps: ApiDeps): readonly Route[] => [
  preparedWriteRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/catalog/import',
      operationId: 'importCatalogue',
      tag,
      summary: 'Bring the catalogue to what a file says, all of it or nothing; as text/csv, one price in each row',
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
        const current = await writes.lockCatalogue();
        return body.format === 'json'
          ? applyJson(writes, { current, mode, file: body.file, requestId })
          : applyTable(writes, { current, mode, table: body.table, limits: deps.fileLimits, requestId });
      },
    },
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/catalog/export',
      operationId: 'exportCatalogue',
      tag,
      summary: 'The catalogue as a file that can be imported again',
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
  const done = await inFileThread<'read'>({ kind: 'read', file }, limits);
  if (!done.ok) return done;
  return done.value.ok ? { ok: true, value: done.value } : done.value;
}

interface Import {
  readonly current: CatalogueState;
  readonly mode: 'dryRun' | 'apply';
  readonly requestId: string;
}

async function applyJson(
  writes: CatalogueWrites,
  { current, mode, file, requestId }: Import & { readonly file: CatalogueFile },
): Promise<Answer> {
  const applied = await applyFile(writes, { current, mode, stated: await fromApiCatalogueFile(file), drafts: 'launch' });
  return applied.ok ? ok(toAnswer(applied.value, mode)) : refusal(applied.error, requestId);
}

async function applyTable(
  writes: CatalogueWrites,
  { current, mode, table, limits, requestId }: Import & { readonly table: Table; readonly limits: FileLimits | undefined },
): Promise<Answer> {
  const merged = await inFileThread<'merge'>({ kind: 'merge', current, table }, limits);
  if (!merged.ok) return problem(merged.problem, requestId);
  const read = merged.value;
  if (!read.ok) return refuseRows('invalid_request', read.issues, requestId);
  const stated = await fromApiCatalogueFile(read.file);
  const applied = await applyFile(writes, { current, mode, stated, drafts: 'refuse' });
  if (applied.ok) return ok(toAnswer(applied.value, mode));
  const { issues } = applied.error;
  return issues === undefined
    ? refusal(applied.error, requestId)
    : refuseRows(applied.error.code, issuesOfRows(issues, read.rows), requestId);
}

const toAnswer = ({ rows, warnings }: Applied, mode: Import['mode']): ImportAnswer => ({
  dryRun: mode === 'dryRun',
  applied: mode === 'apply',
  ...listChanges(rows),
  counts: countActions(rows),
  ...listWarnings(warnings),
});

/** A refusal that names rows and columns, with the same as a file. */
function refuseRows(code: ProblemCode, issues: readonly RowIssue[], requestId: string): Answer {
  const detail = inSentences(issues.map(({ row, column, detail: sentence }) => `Row ${row}, ${quoted(column)}: ${sentence}`));
  return problem({ code, detail, issues, meta: { errorFile: errorFile(issues) } }, requestId);
}
