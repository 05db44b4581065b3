import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from './rules.ts';

/** The fields of jest's JSON report that are read. */
export interface TestReport {
  readonly testResults: readonly {
    /** The path of the test file. */
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/**
 * Proven: a test passes that proves the whole rule through the API. Half: tests pass, but each of them shows only that the rule
 * can be configured, `3-20 (config)`, or a part of it, `0-16 (half)`, or stays below the API.
 */
export type Verdict = 'proven' | 'half' | 'failing' | 'none';

/** What a test calls: the API over HTTP, or a layer below it, named after its folder in `test`. */
export type Layer = 'API' | 'config' | 'half' | 'domain' | 'persistence' | 'workflows' | 'contracts' | 'other';

export interface Proof {
  readonly verdict: Verdict;
  /** The layers of the passing tests of the rule, each once. */
  readonly layers: readonly Layer[];
}

export interface Conformance {
  /** By the id of the rule, in the order of the rules. */
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Ids in test names that are not rules. */
  readonly unknownIds: readonly string[];
}

interface Mention {
  readonly id: string;
  /** What the test claims to prove: the whole rule, only its configuration, or only a part of it. */
  readonly claim: 'whole' | 'config' | 'half';
}

/** The ids that a name begins with, separated by commas or spaces: `0-30, 2-6 adds the mandatory add-on`. */
export function idsIn(name: string): readonly Mention[] {
  const mentions: Mention[] = [];
  const next = /[\s,]*(\d-\d+)(?=[\s,:]|$)(?:\s*\((config|half)\))?/y;
  for (let match = next.exec(name); match !== null; match = next.exec(name)) {
    mentions.push({ id: match[1] ?? '', claim: match[2] === 'config' || match[2] === 'half' ? match[2] : 'whole' });
  }
  return mentions;
}

/** The proof of every rule. An id in the name of a `describe` applies to all its tests. Skipped tests prove nothing. */
export function assessConformance(report: TestReport): Conformance {
  const mentions = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ ancestorTitles, title, status }) =>
      [...ancestorTitles, title].flatMap(idsIn).map((mention) => ({ ...mention, status, folder: folderOf(name) })),
    ),
  );
  const proofs = new Map(Object.keys(rules).map((rule) => [rule, proofBy(mentions.filter(({ id }) => id === rule))]));
  const unknownIds = [...new Set(mentions.map(({ id }) => id))].filter((id) => !proofs.has(id));
  return { proofs, unknownIds };
}

function proofBy(mentions: readonly (Mention & { readonly status: string; readonly folder: Layer })[]): Proof {
  const passed = mentions.filter(({ status }) => status === 'passed');
  const layers = [...new Set(passed.map(({ claim, folder }) => (claim === 'whole' ? folder : claim)))].toSorted();
  if (mentions.some(({ status }) => status === 'failed')) return { verdict: 'failing', layers };
  if (layers.includes('API')) return { verdict: 'proven', layers };
  return { verdict: layers.length > 0 ? 'half' : 'none', layers };
}

/** The layer of each folder. Tests in `api` and `scenarios` call the API over HTTP, with a real PostgreSQL and Temporal. */
const layers: ReadonlyMap<string, Layer> = new Map([
  ['api', 'API'],
  ['scenarios', 'API'],
  ['domain', 'domain'],
  ['persistence', 'persistence'],
  ['workflows', 'workflows'],
  ['contracts', 'contracts'],
]);

const folderOf = (path: string): Layer => layers.get(/.*\/test\/([^/]+)\//.exec(path)?.[1] ?? '') ?? 'other';

/** A line for each rule, one for each unknown id, and a last one with the counts. */
export function describeConformance({ proofs, unknownIds }: Conformance): string {
  const width = Math.max(...Object.values(rules).map(({ length }) => length));
  const rows = Object.entries(rules).map(([id, title]) => {
    const { verdict, layers: by } = proofs.get(id) ?? { verdict: 'none', layers: [] };
    return `${id.padEnd(5)} ${title.padEnd(width)}  ${verdict.padEnd(7)}  ${by.join(', ')}`.trimEnd();
  });
  const unknown = unknownIds.map((id) => `${id} is in the name of a test and is not a rule`);
  const found = [...proofs.values()].map(({ verdict }) => verdict);
  const count = (verdict: Verdict): string => `${found.filter((each) => each === verdict).length} ${verdict}`;
  const counts = `${rows.length} rules: ${(['proven', 'half', 'failing', 'none'] as const).map(count).join(', ')}`;
  return [...rows, ...unknown, counts].join('\n');
}

/** Whether the report is a failure: a test of a rule fails, or a test names an unknown id. A rule without a test is no failure. */
export const hasFailed = ({ proofs, unknownIds }: Conformance): boolean =>
  unknownIds.length > 0 || [...proofs.values()].some(({ verdict }) => verdict === 'failing');

const reportPath = fileURLToPath(new URL('../../.annex-test/report.json', import.meta.url));

function readReport(): TestReport | undefined {
  try {
    const report: TestReport = JSON.parse(readFileSync(reportPath, 'utf8'));
    return report;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function main(): void {
  const report = readReport();
  if (report === undefined) {
    process.stdout.write('No test report found. Run `npm test` first.\n');
    return;
  }
  const conformance = assessConformance(report);
  process.stdout.write(`${describeConformance(conformance)}\n`);
  if (hasFailed(conformance)) process.exitCode = 1;
}

if (import.meta.main) main();
