import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from './rules.ts';

/** What is read of jest's JSON report. */
export interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** Half: only tests pass that show that the rule can be configured, marked `3-20 (config)`. */
export type Verdict = 'proven' | 'half' | 'failing' | 'none';

export interface Conformance {
  /** By the id of the rule, in the order of the rules. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Ids in test names that are no rules. */
  readonly unknownIds: readonly string[];
}

interface Mention {
  readonly id: string;
  readonly half: boolean;
}

/** The ids that a name begins with, separated by commas or spaces: `0-30, 2-6 adds the mandatory add-on`. */
export function idsIn(name: string): readonly Mention[] {
  const mentions: Mention[] = [];
  const next = /[\s,]*(\d-\d+)(?=[\s,:]|$)(\s*\(config\))?/y;
  for (let match = next.exec(name); match !== null; match = next.exec(name)) {
    mentions.push({ id: match[1] ?? '', half: match[2] !== undefined });
  }
  return mentions;
}

/** The verdict on every rule. An id in the name of a `describe` holds for all its tests. Skipped tests prove nothing. */
export function judge(report: TestReport): Conformance {
  const mentions = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap(({ ancestorTitles, title, status }) =>
      [...ancestorTitles, title].flatMap(idsIn).map((mention) => ({ ...mention, status })),
    );
  const verdicts = new Map(Object.keys(rules).map((rule) => [rule, verdictOf(mentions.filter(({ id }) => id === rule))]));
  const unknownIds = [...new Set(mentions.map(({ id }) => id))].filter((id) => !verdicts.has(id));
  return { verdicts, unknownIds };
}

function verdictOf(mentions: readonly (Mention & { readonly status: string })[]): Verdict {
  if (mentions.some(({ status }) => status === 'failed')) return 'failing';
  const passed = mentions.filter(({ status }) => status === 'passed');
  if (passed.some(({ half }) => !half)) return 'proven';
  return passed.length > 0 ? 'half' : 'none';
}

/** A line for each rule, one for each unknown id, and a last one with the counts. */
export function describeConformance({ verdicts, unknownIds }: Conformance): string {
  const width = Math.max(...Object.values(rules).map(({ length }) => length));
  const rows = Object.entries(rules).map(
    ([id, title]) => `${id.padEnd(5)} ${title.padEnd(width)}  ${verdicts.get(id) ?? 'none'}`,
  );
  const unknown = unknownIds.map((id) => `${id} is in the name of a test and is no rule`);
  const found = [...verdicts.values()];
  const count = (verdict: Verdict): string => `${found.filter((each) => each === verdict).length} ${verdict}`;
  const counts = `${rows.length} rules: ${(['proven', 'half', 'failing', 'none'] as const).map(count).join(', ')}`;
  return [...rows, ...unknown, counts].join('\n');
}

/** Whether there is something to mend: a rule without a test is no failure, a failing one is. */
export const hasFailed = ({ verdicts, unknownIds }: Conformance): boolean =>
  unknownIds.length > 0 || [...verdicts.values()].includes('failing');

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
    process.stdout.write('There is no report of a test run yet. Make one with: npm test\n');
    return;
  }
  const conformance = judge(report);
  process.stdout.write(`${describeConformance(conformance)}\n`);
  if (hasFailed(conformance)) process.exitCode = 1;
}

if (import.meta.main) main();
