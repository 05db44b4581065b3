import { accepted, refused, type Result } from '../refusal.ts';
import type { OfferingVersion, PlanAddOn, PlanVersion } from './offering.ts';

/**
 * Links an add-on to the draft of a plan (requirements 0-27, 1-10 to 1-12). `newest` is the plan's newest version and `addOn` the
 * version of the add-on that is on sale, null if there is none. Refuses `plan_version_locked` when the plan has no draft,
 * `add_on_not_launched` and `link_already_exists`.
 */
export function linkAddOn(newest: PlanVersion, link: PlanAddOn, addOn: OfferingVersion | null): Result<PlanVersion> {
  if (newest.status !== 'draft') return locked(newest);
  if (addOn === null)
    return refused('add_on_not_launched', `the add-on ${link.addOnKey} is not launched: launch it before linking it`);
  if (newest.addOns.some(({ addOnKey }) => addOnKey === link.addOnKey))
    return refused(
      'link_already_exists',
      `the plan ${newest.key} takes ${link.addOnKey} already: unlink it first to change the rule`,
    );
  return accepted({ ...newest, addOns: [...newest.addOns, link] });
}

/** Takes a link off the draft of a plan. Refuses `plan_version_locked` when there is no draft and `not_found` without such a link. */
export function unlinkAddOn(newest: PlanVersion, addOnKey: string): Result<PlanVersion> {
  if (newest.status !== 'draft') return locked(newest);
  const addOns = newest.addOns.filter((link) => link.addOnKey !== addOnKey);
  if (addOns.length === newest.addOns.length)
    return refused('not_found', `the plan ${newest.key} has no link to the add-on ${addOnKey}`);
  return accepted({ ...newest, addOns });
}

const locked = ({ key, version }: PlanVersion): Result<never> =>
  refused(
    'plan_version_locked',
    `version ${version} of ${key} is launched and locked: make a new version to change its add-ons`,
  );
