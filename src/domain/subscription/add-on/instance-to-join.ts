import type { Pinned } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import { changesOf } from '../calendar/conflicts.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';

/** Further instances of an add-on. */
export interface FurtherInstances {
  readonly addOnKey: string;
  readonly policies: Pinned<'instance.merge'>;
  readonly effectiveAt: Instant;
  readonly scheduledAt: Instant;
}

/** What instances are sold as: an attachment of the same is of the same version at the same prices. */
type SoldAs = Pick<Attachment, 'versionId' | 'linkVersionId' | 'priceIds'>;

/**
 * The attachment whose quantity further instances add to (semantics row 22): one of the same add-on that is sold in instances. Instances
 * join none where the policy keeps them apart, or where they are backdated, as they were there before it.
 *
 * As long as they are only asked for, `pinned` is null. They then join an attachment of whatever version and take on its version and
 * prices, and changes that are pending for it conflict with them (row 7). Once they take effect as what they were pinned to, they join
 * only an attachment of that version at those prices, and none with changes pending, which say what its quantity will be.
 * @rule 1-8
 */
export function instanceToJoin(
  state: LiveSubscription,
  { addOnKey, policies, effectiveAt, scheduledAt }: FurtherInstances,
  pinned: SoldAs | null,
): Attachment | undefined {
  if (effectiveAt < scheduledAt || policies['instance.merge'].value === 'separate') return undefined;
  const ofSameAddOn = state.attachments.filter((held) => held.addOnKey === addOnKey && held.instance === 'multiple');
  if (pinned === null) return ofSameAddOn[0];
  return ofSameAddOn.find((held) => isSoldAs(held, pinned) && changesOf(state, held.id).length === 0);
}

const isSoldAs = (held: SoldAs, { versionId, linkVersionId, priceIds }: SoldAs): boolean =>
  held.versionId === versionId && held.linkVersionId === linkVersionId && String(held.priceIds) === String(priceIds);
