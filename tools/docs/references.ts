import type { SourceFile } from './source-files.ts';

/** The valid targets of references. */
export interface ReferenceTargets {
  /** Numbers of the sections, and of the rows of the policy table, in docs/semantics.md. */
  readonly sections: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** Ids of rules, `2-21`. */
  readonly rules: ReadonlySet<string>;
  /** Numbers of decision records, `0016`. */
  readonly records: ReadonlySet<string>;
  /** Paths of all files, relative to the root of the repository. */
  readonly paths: ReadonlySet<string>;
}

export interface BrokenReference {
  readonly path: string;
  readonly line: number;
  readonly reference: string;
  readonly problem: string;
}

/** The sections and rows of docs/semantics.md. Rows of its other tables do not begin with a number. */
export function targetsIn(semantics: string): Pick<ReferenceTargets, 'sections' | 'rows'> {
  const numbers = (pattern: RegExp): ReadonlySet<string> =>
    new Set([...semantics.matchAll(pattern)].map(([, number]) => number ?? ''));
  return { sections: numbers(/^## (\d+)\. /gm), rows: numbers(/^\| (\d+) \| /gm) };
}

/** External documents, as in RFC 9110 §10.2.3, and `architecture`, which has its own pattern. */
const foreignDocument = /(?:RFC \d+|OpenAPI [\d.]+|T\.81|PNG|architecture) $/i;

/** Separators in a list of references. Line breaks with comment marks have become spaces. */
const more = String.raw`(?:(?:,| +and| +to|–) *`;

interface Pattern {
  readonly expression: RegExp;
  /** The problem of a match whose target does not exist. */
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
/** Relative link targets in Markdown. */
const linkTarget = /(?<=\]\()(?!https?:|#)[^)\s#]+/g;

/**
 * The broken references of a file: to a section or row of the semantics, a rule or a decision record, and in Markdown also to a
 * file. A reference may continue on the next line of a comment.
 */
export function brokenReferences({ path, text }: SourceFile, targets: ReferenceTargets): readonly BrokenReference[] {
  const found = [...referencesInText(text, targets), ...(path.endsWith('.md') ? ofFiles({ path, text }, targets.paths) : [])];
  return found.map(({ at, reference, problem }) => ({ path, line: text.slice(0, at).split('\n').length, reference, problem }));
}

interface Found {
  readonly at: number;
  readonly reference: string;
  readonly problem: string;
}

function referencesInText(text: string, targets: ReferenceTargets): readonly Found[] {
  // Marks at the beginning of lines become spaces, which keeps the offsets.
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
  const exists = (target: string): boolean => paths.has(target) || [...paths].some((each) => each.startsWith(`${target}/`));
  const links = [...text.matchAll(linkTarget)].map((match) => ({ match, target: new URL(match[0], folder).pathname.slice(1) }));
  const quoted = [...text.matchAll(quotedPath)].map((match) => ({ match, target: match[0] }));
  return [...links, ...quoted]
    .filter(({ target }) => !exists(target.replace(/\/$/, '')))
    .map(({ match, target }) => ({ at: match.index, reference: match[0], problem: `${target} does not exist` }));
}
