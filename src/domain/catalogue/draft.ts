import { accepted, refused, type Result } from '../refusal.ts';
import type { AddOnVersion, OfferingVersion, PlanVersion } from './offering.ts';

type Contents = 'name' | 'displayName' | 'description' | 'policies' | 'rateCards';
type Own = 'id' | 'productKey' | 'key';

/** What a plan version says; its add-ons are linked one by one. */
export type PlanContents = Pick<PlanVersion, Contents | 'trialDays'>;
export type AddOnContents = Pick<AddOnVersion, Contents | 'instance' | 'visibility'>;

const firstDraft = { version: 1, status: 'draft' } as const;

/** The first version of a plan, a draft without add-ons. `id` is that of the version. */
export const draftPlan = (own: Pick<PlanVersion, Own>, contents: PlanContents): PlanVersion => ({
  ...own,
  ...contents,
  ...firstDraft,
  kind: 'plan',
  addOns: [],
});

/** The first version of an add-on, a draft. */
export const draftAddOn = (own: Pick<AddOnVersion, Own>, contents: AddOnContents): AddOnVersion => ({
  ...own,
  ...contents,
  ...firstDraft,
  kind: 'addOn',
});

/**
 * A new draft from the newest version, with changes (requirement 0-34). What is not changed is carried over: prices keep their
 * ids, and a plan its links. Refuses `draft_exists` while the newest version is itself a draft.
 */
export function nextDraft<V extends OfferingVersion>(
  newest: V,
  { id, changes }: { readonly id: string; readonly changes: Partial<V> },
): Result<V> {
  if (newest.status === 'draft')
    return refused('draft_exists', `version ${newest.version} of ${newest.key} is a draft: launch it before making another`);
  return accepted({ ...newest, ...changes, id, version: newest.version + 1, status: 'draft' });
}
