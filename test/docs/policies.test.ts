import { type PolicyKey, policyValues } from '../../src/domain/policy/policy.ts';
import { readSources } from '../../tools/docs/source-files.ts';

const [semantics] = readSources({ under: ['docs/semantics.md'], endings: ['.md'] });
const [table] = readSources({ under: ['src/domain/policy/policy.ts'], endings: ['.ts'] });
const rows = new Map([...(semantics?.text ?? '').matchAll(/^\| (\d+) \|.*$/gm)].map(([row, number = '']) => [number, row]));
/** By the key of a policy: the row that its comment names. */
const named = new Map(
  [...(table?.text ?? '').matchAll(/^ {2}'?([\w.]+)'?: \[.*\/\/ row (\d+)/gm)].map(([, key = '', row = '']) => [key, row]),
);

/** The key of a policy and its prefixes, which a row may name instead: `quantity.increase.when`, `quantity.increase`. */
const namesOf = (key: PolicyKey): readonly string[] =>
  key.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'));

describe('a policy in the code', () => {
  it.each(Object.keys(policyValues) as PolicyKey[])('%s is in its row of the semantics, with its default', (key) => {
    const row = rows.get(named.get(key) ?? '') ?? '';
    const isThere = namesOf(key).some((name) => row.includes(`\`${name}\``));
    const hasDefault = !row.includes(`\`${key}\``) || row.includes(policyValues[key][0]);
    expect({ isThere, hasDefault }).toEqual({ isThere: true, hasDefault: true });
  });
});
