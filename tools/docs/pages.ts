import { importEdges, neighbourLines, withLines, writtenLines } from './neighbours.ts';
import { lifecyclePage, type LifecycleTypes } from './lifecycle-page.ts';
import { observeLives } from './observed-lives.ts';
import { ruleTags, type RuleTags } from './rule-tags.ts';
import { rulesPage } from './rules-page.ts';
import { operationsTables, withTables } from './operations-tables.ts';
import { readSources } from './source-files.ts';
import { testTitles, type TestTitle } from './test-titles.ts';
import { literalsOf, unionMembers } from './type-shapes.ts';

/** A file with its current and its generated text. */
export interface Page {
  readonly path: string;
  readonly found: string;
  readonly wanted: string;
}

/** The `@rule` tags of the program. */
export function allRuleTags(): RuleTags {
  const found = readSources({ under: ['src'], endings: ['.ts'] }).map(ruleTags);
  return { tags: found.flatMap(({ tags }) => tags), problems: found.flatMap(({ problems }) => problems) };
}

/** The titles of all tests except those of the report, which contain invalid ids. */
export const allTestTitles = (): readonly TestTitle[] =>
  readSources({ under: ['test'], endings: ['.test.ts'] })
    .filter(({ path }) => !path.startsWith('test/conformance/'))
    .flatMap(testTitles);

/** The files that `npm run docs` writes. */
export function pages(): readonly Page[] {
  return [
    page('docs/rules.md', rulesPage(allRuleTags().tags, allTestTitles())),
    page('docs/lifecycle.md', lifecyclePage(lifecycleTypes(), observeLives())),
    operations(),
    ...readmes(),
  ];
}

/** The events and statuses of a subscription, read from its types. */
export function lifecycleTypes(): LifecycleTypes {
  const model = readSources({ under: ['src/domain/subscription/model'], endings: ['.ts'] });
  const fileOf = (name: string) => model.find(({ path }) => path.endsWith(`/${name}`)) ?? { path: name, text: '' };
  return {
    events: unionMembers(fileOf('events.ts'), 'SubscriptionEvent'),
    statuses: literalsOf(fileOf('state.ts'), 'SubscriptionStatus'),
    addOnStatuses: literalsOf(fileOf('state.ts'), 'AddOnStatus'),
  };
}

function page(path: string, wanted: string): Page {
  const [file] = readSources({ under: ['docs'], endings: ['.md'] }).filter((each) => each.path === path);
  return { path, found: file?.text ?? '', wanted };
}

/** docs/operations.md with its tables of commands. */
function operations(): Page {
  const { path, found } = page('docs/operations.md', '');
  return { path, found, wanted: withTables(found, operationsTables()) };
}

/** The READMEs below `src` that have a list of neighbours. */
function readmes(): readonly Page[] {
  const edges = importEdges(readSources({ under: ['src'], endings: ['.ts'] }));
  return readSources({ under: ['src'], endings: ['README.md'] })
    .filter(({ text }) => writtenLines(text) !== null)
    .map(({ path, text }) => ({
      path,
      found: text,
      wanted: withLines(text, neighbourLines(path.replace('/README.md', ''), edges)),
    }));
}
