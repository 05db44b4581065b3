import type { PolicyValue } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnArchived, addOnNotLaunched } from '../../refusals/add-ons.ts';
import { notFound } from '../../refusals/catalogue.ts';
import { linkAlreadyExists, planVersionLocked } from '../../refusals/versions.ts';
import { quoted } from '../../refusals/words.ts';
import type { AddOnVersion, BaseVersion, PlanAddOn } from '../model/offering.ts';

type Lock = PolicyValue<'compatibility.lock'>;

/** A link to add. `addOn` is the add-on with its version on sale, null if there is none. */
export interface NewLink {
  readonly link: PlanAddOn;
  readonly addOn: { readonly version: AddOnVersion; readonly archived: boolean } | null;
  readonly lock: Lock;
}

/**
 * Links an add-on to the newest version of a base (rules 0-2, 0-27, 1-10 to 1-12; semantics row 10). Under the lock `onPublish` the
 * version must be a draft. Under `open` it may be launched: the caller stores the result as the next version and launches it at
 * once, so that subscriptions keep their pinned links. Refuses `plan_version_locked`, `add_on_not_launched`, `add_on_archived` and `link_already_exists`.
 * @rule 0-2, 0-27, 0-28, 1-10, 1-11, 1-12
 */
export function linkAddOn<B extends BaseVersion>(newest: B, { link, addOn, lock }: NewLink): Result<B> {
  if (isLocked(newest, lock)) return planVersionLocked(newest);
  if (addOn === null) return addOnNotLaunched(link);
  if (addOn.archived) return addOnArchived({ addOnKey: link.addOnKey });
  if (newest.addOns.some(({ addOnKey }) => addOnKey === link.addOnKey))
    return linkAlreadyExists({ key: newest.key, addOnKey: link.addOnKey });
  return accepted({ ...newest, addOns: [...newest.addOns, link] });
}

/**
 * Removes a link from a base (rules 0-29, 1-10), under the same lock as `linkAddOn`. Does not affect existing attachments
 * (semantics row 11). Refuses `plan_version_locked`, and `not_found` if the link does not exist.
 * @rule 0-29, 1-10, 1-12
 */
export function unlinkAddOn<B extends BaseVersion>(
  newest: B,
  { addOnKey, lock }: { readonly addOnKey: string; readonly lock: Lock },
): Result<B> {
  if (isLocked(newest, lock)) return planVersionLocked(newest);
  const addOns = newest.addOns.filter((link) => link.addOnKey !== addOnKey);
  if (addOns.length === newest.addOns.length)
    return notFound({ kind: `link from ${quoted(newest.key)} to the add-on`, name: addOnKey });
  return accepted({ ...newest, addOns });
}

const isLocked = ({ status }: BaseVersion, lock: Lock): boolean => status !== 'draft' && lock === 'onPublish';
