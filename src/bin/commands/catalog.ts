import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type ImportAnswer, importAnswer } from '../../contracts/wire/catalogue/catalogue-file.ts';
import { type ProblemBody, problem } from '../../contracts/wire/shared/problem.ts';
import { loadConfig } from '../../config/config.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { localKey } from '../demo/local-client.ts';

/** The server's address and the key; a missing value comes from the environment. */
interface Server {
  readonly url?: string;
  readonly key?: string;
}

/**
 * Applies a catalogue file to a running server, or shows what it would change.
 * @throws OperatorError with all issues if the server refuses the file.
 */
export async function runCatalogApply({
  file,
  mode,
  server,
}: {
  readonly file: string;
  readonly mode: 'apply' | 'dryRun';
  readonly server: Server;
}): Promise<void> {
  const body = readFile(file);
  const appliedAt = new Date().toISOString();
  const idempotencyKey = createHash('sha256').update(`${appliedAt}\n${body}`).digest('hex');
  const answer = await call(server, {
    method: 'POST',
    path: `/v1/catalog/import?dryRun=${String(mode === 'dryRun')}`,
    body,
    headers: { 'content-type': isCsv(file) ? 'text/csv' : 'application/json', 'idempotency-key': idempotencyKey },
  });
  process.stdout.write(`${describe(importAnswer.parse(JSON.parse(answer)))}\n`);
}

/** Writes the catalogue of a running server to a file or to standard output; as CSV if the file name ends in `.csv`. */
export async function runCatalogExport({
  file,
  server,
}: {
  readonly file: string | undefined;
  readonly server: Server;
}): Promise<void> {
  const format = file !== undefined && isCsv(file) ? 'csv' : 'json';
  const answer = await call(server, { method: 'GET', path: `/v1/catalog/export?format=${format}`, headers: {} });
  const text = format === 'csv' ? answer : `${JSON.stringify(JSON.parse(answer), null, 2)}\n`;
  if (file === undefined) process.stdout.write(text);
  else writeFile(file, text);
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function call({ url, key }: Server, { path, headers, ...request }: Request): Promise<string> {
  const config = loadConfig(process.env);
  const base = (url ?? (process.env['ANNEX_URL'] || `http://${config.host}:${config.port}`)).replace(/\/+$/, '');
  const authorization = `Bearer ${key ?? localKey(config)}`;
  const response = await fetch(base + path, { ...request, headers: { authorization, ...headers } }).catch((error: unknown) => {
    throw new OperatorError(`Nothing answers at ${base}: start the server, or set ANNEX_URL to its address.`, { cause: error });
  });
  const text = await response.text();
  if (!response.ok) throw new OperatorError(describeRefusal(text, response.status));
  return text;
}

const kinds = {
  feature: 'feature',
  product: 'product',
  addOn: 'add-on',
  singlePurchase: 'single purchase',
  plan: 'plan',
} as const;
const actions = {
  create: 'create',
  update: 'update',
  version: 'new version',
  archive: 'archive',
  unarchive: 'unarchive',
  noChange: 'no change',
} as const;

function describe({ dryRun, changes, counts, warnings }: ImportAnswer): string {
  const rows = changes.map(({ action, kind, key }) => [actions[action], kinds[kind], key] as const);
  const widths = [0, 1].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  const archived = (['archive', 'unarchive'] as const).flatMap((each) =>
    counts[each] === 0 ? [] : [`, ${counts[each]} ${each}d`],
  );
  const counted = `${counts.create} created, ${counts.update} updated, ${counts.version} new versions, ${counts.noChange} unchanged`;
  const warned = warnings.map(({ detail }) => `Warning: ${detail}`);
  return [...lines, ...warned, `${dryRun ? 'Dry run: ' : ''}${counted}${archived.join('')}`].join('\n');
}

/** One line for each issue, with its place in the file. */
function describeRefusal(text: string, status: number): string {
  const refused = problem.safeParse(readProblem(text));
  if (!refused.success) return `The server answered ${status}: ${text.slice(0, 500)}`;
  const { title, detail, errors } = refused.data;
  if (errors.length === 0) return `${title}: ${detail ?? `the server answered ${status}`}`;
  return [
    `${title}. Nothing was changed:`,
    ...errors.map((issue) => `  ${locationOf(issue)}: ${issue.detail} (${issue.code})`),
  ].join('\n');
}

const locationOf = ({ pointer, row, column }: ProblemBody['errors'][number]): string =>
  row === undefined ? pointer || '/' : `row ${row}, ${column ?? ''}`;

function readProblem(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return { unreadable: String(error) };
  }
}

const isCsv = (file: string): boolean => file.toLowerCase().endsWith('.csv');

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`Cannot read ${file}: ${String(error)}`, { cause: error });
  }
}

function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new OperatorError(`Cannot write ${file}: ${String(error)}`, { cause: error });
  }
}
