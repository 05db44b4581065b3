import type { Issue, Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted, sentencesOf } from './words.ts';

type Issues = readonly Issue[];

/** Amounts cannot be edited in place: single ones, or all of an offering by the policy `price.edit`. */
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

/** The model under the key of a price would change. The issues may include changed cycles. */
export const pricingModelImmutable = (issues: Issues): Refused =>
  refused('pricing_model_immutable', sentencesOf(issues), { issues });

/** The number of billing cycles under the key of a price would change. */
export const cyclesImmutable = (issues: Issues): Refused => refused('cycles_immutable', sentencesOf(issues), { issues });

/** An offering has no price for `wanted`, such as `USD per month`, or a calculation names prices that do not exist. */
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

/** A price of the offering or of a mandatory add-on cannot be charged yet. */
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
