import { rules } from '../conformance/rules.ts';
import { brokenReferences, type ReferenceTargets, targetsIn } from '../../tools/docs/references.ts';
import { filesBelow, readSources } from '../../tools/docs/source-files.ts';

const folders = ['src', 'test', 'tools', 'bench', 'docs', 'examples', 'deploy'];
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
/** Tests that contain invalid references on purpose. */
const hasInvalidReferences = (path: string): boolean =>
  path.startsWith('test/docs/') || path === 'test/conformance/report.test.ts';

function targets(): ReferenceTargets {
  const semantics = readSources({ under: ['docs/semantics.md'], endings: ['.md'] });
  const paths = new Set([...folders.flatMap(filesBelow), ...documents, 'LICENSE', 'package.json']);
  const records = [...paths].flatMap((path) => /^docs\/adr\/(\d{4})-/.exec(path)?.slice(1) ?? []);
  return { ...targetsIn(semantics[0]?.text ?? ''), rules: new Set(Object.keys(rules)), records: new Set(records), paths };
}

describe('references', () => {
  it('name an existing section or row of the semantics, rule, decision record or file', () => {
    const known = targets();
    const sources = readSources({ under: [...folders, ...documents], endings: ['.ts', '.mjs', '.md'] });
    const broken = sources
      .filter(({ path }) => !hasInvalidReferences(path))
      .flatMap((source) => brokenReferences(source, known));
    expect(broken.map(({ path, line, reference, problem }) => `${path}:${line} ${reference}: ${problem}`)).toEqual([]);
  });

  it('are checked against sections 1 to 9 and rows 1 to 42', () => {
    const { sections, rows } = targets();
    const upTo = (last: number): readonly string[] => Array.from({ length: last }, (_, index) => String(index + 1));
    expect([[...sections], [...rows]]).toEqual([upTo(9), upTo(42)]);
  });
});

const known: ReferenceTargets = {
  sections: new Set(['1', '5']),
  rows: new Set(['4', '21']),
  rules: new Set(['2-21', '0-30']),
  records: new Set(['0016', '0040']),
  paths: new Set(['src/domain/refusal.ts', 'docs/semantics.md', 'docs/adr/README.md']),
};

const broken = (text: string, path = 'docs/adr/some.md'): readonly string[] =>
  brokenReferences({ path, text }, known).map(({ line, reference, problem }) => `${line} ${reference}: ${problem}`);

describe('brokenReferences', () => {
  it.each([
    ['a section', '(semantics §5)'],
    ['two sections', '(semantics §1, §5)'],
    ['a range', 'Rules: semantics §1–§5.'],
    ['a section across a line break', '/** Of a line (semantics\n * §5). */'],
    ['a row after a section', '(semantics §5, row 21)'],
    ['rows across a line break', '// (semantics rows 4,\n// 21)'],
    ['a rule', '(rule 2-21)'],
    ['rules', '(rules 2-21 and 0-30)'],
    ['ids in brackets', '(2-21)'],
    ['records', '(ADR 0016, ADR 0040)'],
    ['a patch', "patched('adr-0016')"],
    ['a section of another document', '(RFC 9110 §10.2.3), (OpenAPI 3.1 §4.8.14.2)'],
    ['the row of a file', 'the header is row 1'],
    ['a date and a range of digits', '2026-11-25, /[1-9]/, 1-2-3'],
    ['a link', '[that](../semantics.md#5), [here](README.md), [there](https://a.b/c.md)'],
    ['a link to a folder', '[all](../adr), [domain](../../src/domain/)'],
    ['a path', 'see `src/domain/refusal.ts`'],
  ])('accepts %s', (_what, text) => {
    expect(broken(text)).toEqual([]);
  });

  it.each([
    ['a section that does not exist', '\n(semantics §10)', ['2 §10: 10 does not exist']],
    ['one of two sections that does not exist', '(semantics §1, §7)', ['1 §1, §7: 7 does not exist']],
    ['a section without a document', 'as §5 says', ['1 §5: say which document it is a section of: semantics §5']],
    [
      'a section without a document after another reference',
      'semantics row 4; see §5',
      ['1 §5: say which document it is a section of: semantics §5'],
    ],
    ['a row across a line break', '/** Of a row (semantics\n * rows 4,\n * 43). */', ['2 rows 4, 43: 43 does not exist']],
    ['a rule', '(rules 2-21 and 2-99)', ['1 rules 2-21 and 2-99: 2-99 does not exist']],
    ['an id in the name of a test', "it('2-99 does it')", ['1 2-99: 2-99 does not exist']],
    ['a record', '(ADR 0016, 0099)', ['1 ADR 0016, 0099: 0099 does not exist']],
    [
      'a section of the architecture',
      '(architecture §4)',
      ['1 architecture §4: name the decision record (ADR) that holds the reason'],
    ],
    ['a link', '[that](../other.md)', ['1 ../other.md: docs/other.md does not exist']],
    ['a path', 'see `src/domain/other.ts`', ['1 src/domain/other.ts: src/domain/other.ts does not exist']],
  ])('names %s', (_what, text, expected) => {
    expect(broken(text)).toEqual(expected);
  });

  it('ignores paths in the text of code', () => {
    expect(broken('`src/domain/other.ts`', 'src/some.ts')).toEqual([]);
  });
});
