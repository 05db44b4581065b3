import type { SourceFile } from './source-files.ts';

/** What a reference may lead to. */
export interface ReferenceTargets {
  /** Numbers of the sections and of the rows of the table of policies in docs/semantics.md. */
  readonly sections: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** Ids of rules, `2-21`. */
  readonly rules: ReadonlySet<string>;
  /** Numbers of decision records, `0016`. */
  readonly records: ReadonlySet<string>;
  /** Paths of all files, from the root of the repository. */
  readonly paths: ReadonlySet<string>;
}

export interface BrokenReference {
  readonly path: string;
  readonly line: number;
  readonly reference: string;
  readonly problem: string;
}

/** The sections and rows of docs/semantics.md. Its other tables have no row that begins with a number. */
export function targetsIn(semantics: string): Pick<ReferenceTargets, 'sections' | 'rows'> {
  const numbers = (pattern: RegExp): ReadonlySet<string> =>
    new Set([...semantics.matchAll(pattern)].map(([, number]) => number ?? ''));
  return { sections: numbers(/^## (\d+)\. /gm), rows: numbers(/^\| (\d+) \| /gm) };
}

/** Documents of others whose sections are named, as in RFC 9110 §10.2.3, and one that is refused by a pattern of its own. */
const foreignDocument = /(?:RFC \d+|OpenAPI [\d.]+|T\.81|PNG|architecture) $/i;

/** What may stand between two of a list: a comma, a dash, a word. Line breaks and their marks have become spaces. */
const more = String.raw`(?:(?:,| +and| +to|–) *`;

interface Pattern {
  readonly expression: RegExp;
  /** The problem of a match, if it leads nowhere. */
  readonly problem: (match: string, context: { readonly targets: ReferenceTargets; readonly before: string }) => string | null;
}

const unknownOf = (match: string, { pattern, known }: { readonly pattern: RegExp; readonly known: ReadonlySet<string> }) => {
  const unknown = (match.match(pattern) ?? []).filter((found) => !known.has(found));
  return unknown.length === 0 ? null : `${unknown.join(', ')} does not exist`;
};

const patterns: readonly Pattern[] = [
  {
    expression: /architecture\s*§[\d.]*/gi,
    problem: () => 'name the decision record (ADR) that holds the reason',
  },
  {
    expression: new RegExp(String.raw`§ ?\d+${more}§ ?\d+)*`, 'g'),
    problem: (match, { targets, before }) => {
      if (foreignDocument.test(before)) return null;
      if (!/semantics(?:\.md)? (?:[^.:;()]*)$/i.test(before)) return 'say which document it is a section of: semantics §5';
      return unknownOf(match, { pattern: /\d+/g, known: targets.sections });
    },
  },
  {
    expression: new RegExp(String.raw`\brows? +\d+${more}\d+)*(?! s\b)`, 'gi'),
    problem: (match, { targets, before }) =>
      /\bis $/.test(before) ? null : unknownOf(match, { pattern: /\d+/g, known: targets.rows }),
  },
  {
    expression: new RegExp(String.raw`\brules? +\d-\d+${more}\d-\d+)*|(?<![\w./\-])[0-4]-\d{1,2}(?![\w\-:/\]])`, 'gi'),
    problem: (match, { targets }) => unknownOf(match, { pattern: /\d-\d+/g, known: targets.rules }),
  },
  {
    expression: new RegExp(String.raw`\bADRs?(?: +|-)\d{4}${more}\d{4})*`, 'gi'),
    problem: (match, { targets }) => unknownOf(match, { pattern: /\d{4}/g, known: targets.records }),
  },
];

/** Paths of files in Markdown, in backticks: `src/domain/refusal.ts`. */
const quotedPath = /(?<=`)(?:src|test|tools|bench|docs|examples|deploy)\/[\w./-]+\.\w+(?=`)/g;
/** Relative targets of Markdown links. */
const linkTarget = /(?<=\]\()(?!https?:|#)[^)\s#]+/g;

/**
 * Each reference of a file that leads nowhere: to a section or row of the semantics, a rule, a decision record, and from Markdown
 * also to a file. Marks of comments between two lines do not part a reference.
 */
export function brokenReferences({ path, text }: SourceFile, targets: ReferenceTargets): readonly BrokenReference[] {
  const found = [...inWords(text, targets), ...(path.endsWith('.md') ? ofFiles({ path, text }, targets.paths) : [])];
  return found.map(({ at, reference, problem }) => ({ path, line: text.slice(0, at).split('\n').length, reference, problem }));
}

interface Found {
  readonly at: number;
  readonly reference: string;
  readonly problem: string;
}

function inWords(text: string, targets: ReferenceTargets): readonly Found[] {
  // Every mark at the begin of a line becomes spaces, so that places in the text stay what they are.
  const spaced = text.replaceAll(/\n[ \t]*(?:\/\/|\*|>)?[ \t]*/g, (mark) => ' '.repeat(mark.length));
  return patterns.flatMap(({ expression, problem }) =>
    [...spaced.matchAll(expression)].flatMap((match) => {
      const before = spaced.slice(Math.max(0, match.index - 200), match.index).replaceAll(/ +/g, ' ');
      const reference = match[0].replaceAll(/ +/g, ' ');
      const found = problem(reference, { targets, before });
      return found === null ? [] : [{ at: match.index, reference, problem: found }];
    }),
  );
}

function ofFiles({ path, text }: SourceFile, paths: ReadonlySet<string>): readonly Found[] {
  const folder = `file:///${path}`;
  const isThere = (target: string): boolean => paths.has(target) || [...paths].some((each) => each.startsWith(`${target}/`));
  const links = [...text.matchAll(linkTarget)].map((match) => ({ match, target: new URL(match[0], folder).pathname.slice(1) }));
  const quoted = [...text.matchAll(quotedPath)].map((match) => ({ match, target: match[0] }));
  return [...links, ...quoted]
    .filter(({ target }) => !isThere(target.replace(/\/$/, '')))
    .map(({ match, target }) => ({ at: match.index, reference: match[0], problem: `${target} does not exist` }));
}
