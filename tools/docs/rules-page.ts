import { assessConformance, idsIn, type Proof, type TestReport } from '../../test/conformance/report.ts';
import { notBuilt } from '../../test/conformance/not-built.ts';
import { rules } from '../../test/conformance/rules.ts';
import { generatedNote, plain, table } from './markdown.ts';
import type { RuleTag } from './rule-tags.ts';
import type { TestTitle } from './test-titles.ts';

/** docs/rules.md: each rule with its enforcing code and its tests. */
export function rulesPage(tags: readonly RuleTag[], titles: readonly TestTitle[]): string {
  const { proofs } = assessConformance(asReport(titles));
  const rows = Object.entries(rules).map(([id, title]) => [
    id,
    plain(title),
    statusOf(id, proofs.get(id)),
    enforcedBy(tags.filter(({ rule }) => rule === id)),
    provenBy(id, titles),
  ]);
  return `${head(proofs)}\n\n${table(['id', 'rule', 'status', 'enforced by', 'tests'], rows)}\n`;
}

function head(proofs: ReadonlyMap<string, Proof>): string {
  const count = (verdict: Proof['verdict']): number => [...proofs.values()].filter((proof) => proof.verdict === verdict).length;
  return [
    '# Rules',
    generatedNote,
    'Every rule of the five documents that Annex must equal, by its id: 0 is an unnamed catalogue, 1 OpenMeter, 2 Billsby, 3 Chargebee, 4\nSchematic. ' +
      'Where they disagree, [semantics.md](semantics.md) says which policy gives which behaviour.',
    [
      '- **proven**: a test over HTTP shows the whole rule.',
      '- **half**: tests show that the rule can be configured (`config`), a part of it (`half`), or the whole of it below the API (the layer).',
      '- **no test**: something enforces it, and no test has its id.',
      '- **not built**: nothing enforces it yet.',
    ].join('\n'),
    `${proofs.size} rules: ${count('proven')} proven, ${count('half')} half, ${count('none')} without a test, ${Object.keys(notBuilt).length} of them not built.`,
  ].join('\n\n');
}

function statusOf(id: string, proof: Proof | undefined): string {
  const reason = notBuilt[id];
  if (reason !== undefined) return `not built: ${plain(reason)}`;
  if (proof === undefined || proof.verdict === 'none') return 'no test';
  return proof.verdict === 'half' ? `half: ${proof.layers.join(', ')}` : proof.verdict;
}

const enforcedBy = (tags: readonly RuleTag[]): string => tags.map(({ path, name }) => `[\`${name}\`](../${path})`).join('<br>');

/** The tests of a rule by file, without leading rule ids, but with the mark of this one, such as `(half)`. */
function provenBy(id: string, titles: readonly TestTitle[]): string {
  const named = titles.flatMap(({ path, title }) => {
    const mention = idsIn(title).find((each) => each.id === id);
    if (mention === undefined) return [];
    const claim = mention.claim === 'whole' ? '' : `(${mention.claim}) `;
    return [{ path, name: `${claim}${plain(title.replace(leadingIds, ''))}` }];
  });
  return [...Map.groupBy(named, ({ path }) => path)]
    .map(
      ([path, ofFile]) =>
        `[${path.replace('test/', '')}](../${path}): ${[...new Set(ofFile.map(({ name }) => name))].join(' · ')}`,
    )
    .join('<br>');
}

const leadingIds = /^(?:[\s,]*\d-\d+(?=[\s,:]|$)(?:\s*\((?:config|half)\))?)+[:\s]*/;

/** A report in which all tests passed: the page is about sources, not about a run. */
function asReport(titles: readonly TestTitle[]): TestReport {
  return {
    testResults: titles.map(({ path, title, isSkipped }) => ({
      name: `/${path}`,
      assertionResults: [{ ancestorTitles: [], title, status: isSkipped ? 'pending' : 'passed' }],
    })),
  };
}

/** Rules with neither a tag nor an entry in the list of unbuilt rules, rules with both, and tags without a rule. */
export function tagProblems(tags: readonly RuleTag[]): readonly string[] {
  const tagged = new Set(tags.map(({ rule }) => rule));
  const unknown = tags
    .filter(({ rule }) => !(rule in rules))
    .map(({ rule, path, name }) => `${path}: the @rule ${rule} of ${name} is no rule`);
  const missing = Object.keys(rules).flatMap((id) => {
    if (tagged.has(id) && id in notBuilt)
      return [`${id} has a @rule tag, and test/conformance/not-built.ts says that it is not built`];
    return tagged.has(id) || id in notBuilt
      ? []
      : [`${id} has no @rule tag in src and is not in test/conformance/not-built.ts`];
  });
  return [...unknown, ...missing];
}
