import type { Issue } from '../refusal.ts';

/** A key, a field or a value in backticks. */
export const quoted = (text: string): string => `\`${text}\``;

/** A list of them: `a`, `b`. */
export const quotedList = (texts: readonly string[]): string => texts.map(quoted).join(', ');

const most = 10;

/** Joins sentences: the first ten, and the number of further ones. */
export function joinSentences(sentences: readonly string[]): string {
  const more = sentences.length > most ? [`And ${sentences.length - most} more.`] : [];
  return [...sentences.slice(0, most), ...more].join(' ');
}

/** The details of issues as one text. */
export const sentencesOf = (issues: readonly Issue[]): string => joinSentences(issues.map(({ detail }) => detail));

/** The same, with the pointer of each issue that is nested, since the name of its field may occur twice. */
export const sentencesWithPointers = (issues: readonly Issue[]): string => joinSentences(issues.map(placed));

function placed({ pointer, detail }: Issue): string {
  if (!/\/.*\//.test(pointer)) return detail;
  const field = fieldAt(pointer);
  return detail.startsWith(field) ? `${quoted(pointer)}${detail.slice(field.length)}` : `${quoted(pointer)}: ${detail}`;
}

/** The name of the field at a pointer, to begin a sentence: `amount`, `tiers[0]`, or `The body` for an empty pointer. */
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

/** The detail of an issue about a key that two items of one kind have: `duplicateKeySentence('prices', 'here')`. */
export const duplicateKeySentence = (plural: string, key: string): string =>
  `Two ${plural} have the key ${quoted(key)}: rename one of them.`;

/** The predicate of an issue about `instances` with a price that is not flat. */
export const instancesNeedFlatPrice = 'is for a flat price only: give the number of other instances as `quantity`';
