import type { Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted, quotedList } from './words.ts';

interface OfOffering {
  readonly offeringKey: string;
}

/** The policy that forbids it, and the level that set the policy. */
interface ByPolicy {
  readonly policy: string;
  readonly level: string;
}

export const offeringArchived = ({ offeringKey, to }: OfOffering & { readonly to: 'launch' | 'archive' }): Refused =>
  refused(
    'offering_archived',
    to === 'launch'
      ? `${quoted(offeringKey)} is archived: unarchive it before you launch it.`
      : `${quoted(offeringKey)} is already archived.`,
  );

export const notArchived = ({ offeringKey }: OfOffering): Refused =>
  refused('not_archived', `${quoted(offeringKey)} is not archived, so it cannot be unarchived.`);

/** Only an offering that was never launched can be deleted. */
export const offeringLaunched = ({ offeringKey, ...meta }: OfOffering & ByPolicy): Refused =>
  refused('offering_launched', `${quoted(offeringKey)} was launched: archive it instead of deleting it.`, { meta });

export const offeringHasPrices = ({ offeringKey, ...meta }: OfOffering & ByPolicy): Refused =>
  refused(
    'offering_has_prices',
    `${quoted(offeringKey)} has prices, archived ones and former versions included: archive it instead of deleting it.`,
    { meta },
  );

export const offeringInUse = ({ offeringKey, ...meta }: OfOffering & ByPolicy): Refused =>
  refused(
    'offering_in_use',
    `${quoted(offeringKey)} is on a subscription, was on one, or is scheduled: archive it instead of deleting it.`,
    { meta },
  );

/** Plans or single purchases link the add-on. */
export const offeringLinked = ({
  offeringKey,
  to,
  ...meta
}: OfOffering & ByPolicy & { readonly to: 'archive' | 'delete'; readonly linkedBy: readonly string[] }): Refused => {
  const links = `${quoted(offeringKey)} is linked by ${quotedList(meta.linkedBy)}`;
  return refused(
    'offering_linked',
    to === 'archive' ? `${links}: unlink it there before you archive it.` : `${links}: archive it instead of deleting it.`,
    { meta },
  );
};
