import type { Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted } from './words.ts';

/** A version, with the key of its offering. */
interface OfVersion {
  readonly key: string;
  readonly version: number;
}

const named = ({ key, version }: OfVersion): string => `Version ${version} of ${quoted(key)}`;

export const draftExists = (draft: OfVersion): Refused =>
  refused('draft_exists', `${named(draft)} is a draft: edit, launch or delete it before you create another version.`);

/** The draft is the only version, so it cannot be deleted alone. */
export const draftIsFirst = ({ key }: Pick<OfVersion, 'key'>): Refused =>
  refused('draft_is_first', `The draft is the only version of ${quoted(key)}: delete the offering instead.`);

export const noDraft = (launched: OfVersion): Refused =>
  refused('no_draft', `${named(launched)} is launched, and there is no draft: create a new version first.`);

export const nothingToLaunch = (launched: OfVersion): Refused =>
  refused('nothing_to_launch', `${named(launched)} is already launched: create a new version first.`);

/** The links of a launched version cannot be changed in place. */
export const planVersionLocked = (launched: OfVersion): Refused =>
  refused('plan_version_locked', `${named(launched)} is launched and locked: create a new version to change its add-ons.`);

export const linkAlreadyExists = ({ key, addOnKey }: { readonly key: string; readonly addOnKey: string }): Refused =>
  refused(
    'link_already_exists',
    `${quoted(key)} already links the add-on ${quoted(addOnKey)}: unlink it first to change the link.`,
  );
