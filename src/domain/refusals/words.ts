import type { Issue } from '../refusal.ts';

/** A key, a field or a value as sentences quote it: in backticks, as Markdown writes code. */
export const quoted = (text: string): string => `\`${text}\``;

/** Several of them: `a`, `b`. */
export const quotedList = (texts: readonly string[]): string => texts.map(quoted).join(', ');

const most = 10;

/** Sentences one after the other: the first ten, and how many more there are. */
export function joinSentences(sentences: readonly string[]): string {
  const more = sentences.length > most ? [`And ${sentences.length - most} more.`] : [];
  return [...sentences.slice(0, most), ...more].join(' ');
}

/** What is wrong, issue by issue. */
export const sentencesOf = (issues: readonly Issue[]): string => joinSentences(issues.map(({ detail }) => detail));

/** What is wrong, issue by issue, each with its pointer where the name of its field does not say which it is. */
export const sentencesWithPointers = (issues: readonly Issue[]): string => joinSentences(issues.map(placed));

function placed({ pointer, detail }: Issue): string {
  if (!/\/.*\//.test(pointer)) return detail;
  const field = fieldAt(pointer);
  return detail.startsWith(field) ? `${quoted(pointer)}${detail.slice(field.length)}` : `${quoted(pointer)}: ${detail}`;
}

/** The field that a pointer leads to, as sentences name it: `amount`, `tiers[0]`, or the body where the pointer is empty. A sentence begins with it. */
export function fieldAt(pointer: string): string {
  const [parent = '', last = ''] = pointer.split('/').slice(-2).map(unescaped);
  if (last === '') return 'The body';
  return quoted(/^\d+$/.test(last) && parent !== '' ? `${parent}[${last}]` : last);
}

/**
 * The sentence of an issue. A rule of a schema is a predicate whose subject is the field, such as `must be a text`; one that begins
 * with a capital or with code is a sentence already.
 */
export function sentenceAt(pointer: string, rule: string): string {
  const sentence = /^[a-z]/.test(rule) ? `${fieldAt(pointer)} ${rule}` : rule;
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** The sentence of an issue about a key that two things of one kind have: `duplicateKeySentence('prices', 'here')`. */
export const duplicateKeySentence = (plural: string, key: string): string =>
  `Two ${plural} have the key ${quoted(key)}: rename one of them.`;

/** The predicate of an issue about `instances` with a price that is not flat. */
export const instancesNeedFlatPrice = 'is for a flat price only: give the number of other instances as `quantity`';
