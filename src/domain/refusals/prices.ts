import type { Issue, Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted, sentencesOf } from './words.ts';

type Issues = readonly Issue[];

/** Amounts that cannot be edited in place: one by one, or all of an offering by the policy `price.edit`. */
export const priceEditForbidden = (
  because: { readonly issues: Issues } | { readonly offeringKey: string; readonly level: string },
): Refused =>
  'issues' in because
    ? refused('price_edit_forbidden', sentencesOf(because.issues), because)
    : refused(
        'price_edit_forbidden',
        `The policy ${quoted('price.edit')} keeps the amounts of ${quoted(because.offeringKey)}: create a new version to change them.`,
        { meta: { policy: 'price.edit', level: because.level } },
      );

/** Prices that would get another model under their key. Issues about their cycles may be among them. */
export const pricingModelImmutable = (issues: Issues): Refused =>
  refused('pricing_model_immutable', sentencesOf(issues), { issues });

/** Prices that would get other billing cycles under their key. */
export const cyclesImmutable = (issues: Issues): Refused => refused('cycles_immutable', sentencesOf(issues), { issues });

/** What has no price: an offering in what was asked for, such as `USD per month`, or the prices that a calculation names. */
export const priceNotFound = (
  missing: { readonly offeringKey: string; readonly wanted: string; readonly issues?: Issues } | { readonly issues: Issues },
): Refused =>
  'offeringKey' in missing
    ? refused(
        'price_not_found',
        `${quoted(missing.offeringKey)} has no price in ${missing.wanted}: choose a currency and cadence that it is sold in.`,
        { issues: missing.issues },
      )
    : refused('price_not_found', sentencesOf(missing.issues), missing);

/** What has prices of which one cannot be charged yet, by itself or by an add-on that comes along. */
export const priceNotChargeable = ({
  offeringKey,
  wanted,
  issues,
}: {
  readonly offeringKey: string;
  readonly wanted: string;
  readonly issues?: Issues;
}): Refused =>
  refused(
    'price_not_chargeable',
    `${quoted(offeringKey)}, with its mandatory add-ons, has a price in ${wanted} that cannot be charged yet: choose another currency or cadence.`,
    { issues },
  );
