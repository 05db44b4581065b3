import type { Pinned } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import { changesOf } from '../calendar/conflicts.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';

/** Instances to add to an attachment. */
export interface AddedInstances {
  readonly addOnKey: string;
  readonly policies: Pinned<'instance.merge'>;
  readonly effectiveAt: Instant;
  readonly scheduledAt: Instant;
}

/** The version and prices of a purchase. */
type Purchase = Pick<Attachment, 'versionId' | 'linkVersionId' | 'priceIds'>;

/**
 * Finds the attachment that instances are added to: one of the same add-on with `instance: multiple` (semantics row 22). None if the policy
 * is `separate`, or if they are backdated.
 *
 * When an attach is decided, `pinned` is null: instances join an attachment of any version and get its version and prices, and its pending
 * changes conflict with them (row 7). When it takes effect, `pinned` is its purchase: instances join only an attachment of the same version
 * and prices without pending changes, which would overwrite the quantity.
 * @rule 1-8
 */
export function instanceToJoin(
  state: LiveSubscription,
  { addOnKey, policies, effectiveAt, scheduledAt }: AddedInstances,
  pinned: Purchase | null,
): Attachment | undefined {
  if (effectiveAt < scheduledAt || policies['instance.merge'].value === 'separate') return undefined;
  const ofSameAddOn = state.attachments.filter((held) => held.addOnKey === addOnKey && held.instance === 'multiple');
  if (pinned === null) return ofSameAddOn[0];
  return ofSameAddOn.find((held) => hasSamePurchase(held, pinned) && changesOf(state, held.id).length === 0);
}

const hasSamePurchase = (held: Purchase, { versionId, linkVersionId, priceIds }: Purchase): boolean =>
  held.versionId === versionId && held.linkVersionId === linkVersionId && String(held.priceIds) === String(priceIds);
