import type { Issue, Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted, sentencesOf } from './words.ts';

type Issues = readonly Issue[];

/** An offering, or a file of them, that breaks rules of the catalogue. */
export const invalidOffering = (issues: Issues): Refused => refused('invalid_offering', sentencesOf(issues), { issues });

/** A feature whose meaning something that was launched relies on. */
export const featureInUse = (issues: Issues): Refused => refused('feature_in_use', sentencesOf(issues), { issues });

/** A customer whose terms subscriptions go by. */
export const customerInUse = (issues: Issues): Refused => refused('customer_in_use', sentencesOf(issues), { issues });

/** What is looked for by a key or id that nothing has. `kind` is the noun, such as `plan`. */
export const notFound = ({ kind, name }: { readonly kind: string; readonly name: string }): Refused =>
  refused('not_found', `The ${kind} ${quoted(name)} was not found.`);

/** A stated key that is taken, those of the features that rate cards bring along, or keys of a file that others took meanwhile. */
export const keyAlreadyUsed = (taken: { readonly key: string } | { readonly issues: Issues } | 'meanwhile'): Refused => {
  if (taken === 'meanwhile')
    return refused('key_already_used', 'A key of this file was created elsewhere at the same time: apply the file again.');
  if ('issues' in taken) return refused('key_already_used', sentencesOf(taken.issues), taken);
  const detail = keyIsTaken(taken.key);
  return refused('key_already_used', detail, { issues: [{ pointer: '/key', code: 'key_already_used', detail }] });
};

/** The sentence of an issue about a key that is taken. */
const keyIsTaken = (key: string): string => `The key ${quoted(key)} is already used: choose another.`;
