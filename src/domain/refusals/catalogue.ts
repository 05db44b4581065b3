import type { Issue, Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted, sentencesOf } from './words.ts';

type Issues = readonly Issue[];

/** An offering, or an imported file, breaks rules of the catalogue. */
export const invalidOffering = (issues: Issues): Refused => refused('invalid_offering', sentencesOf(issues), { issues });

/** A launched offering relies on the fields of the feature that would change. */
export const featureInUse = (issues: Issues): Refused => refused('feature_in_use', sentencesOf(issues), { issues });

/** Subscriptions rely on the fields of the customer that would change. */
export const customerInUse = (issues: Issues): Refused => refused('customer_in_use', sentencesOf(issues), { issues });

/** Nothing has the key or id. `kind` is the noun, such as `plan`. */
export const notFound = ({ kind, name }: { readonly kind: string; readonly name: string }): Refused =>
  refused('not_found', `The ${kind} ${quoted(name)} was not found.`);

/** A key is in use: a stated one, those of features that rate cards define, or keys of a file that others took `meanwhile`. */
export const keyAlreadyUsed = (taken: { readonly key: string } | { readonly issues: Issues } | 'meanwhile'): Refused => {
  if (taken === 'meanwhile')
    return refused('key_already_used', 'A key of this file was created elsewhere at the same time: apply the file again.');
  if ('issues' in taken) return refused('key_already_used', sentencesOf(taken.issues), taken);
  const detail = keyIsTaken(taken.key);
  return refused('key_already_used', detail, { issues: [{ pointer: '/key', code: 'key_already_used', detail }] });
};

const keyIsTaken = (key: string): string => `The key ${quoted(key)} is already used: choose another.`;
