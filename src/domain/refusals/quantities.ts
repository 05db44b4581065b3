import type { Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted } from './words.ts';

/** The reason why a quantity is invalid. */
type QuantityReason =
  | 'not positive'
  | { readonly addOnKey: string; readonly because: 'sold whole' | 'sold once' | 'mandatory' }
  | { readonly atMost: string }
  | { readonly addOnKey: string; readonly dearerThan: string };

/** `quantity` is the stated one, or the total that would result. */
export const quantityInvalid = (quantity: string, why: QuantityReason): Refused => {
  const detail = reasonOf(quantity, why);
  return refused('quantity_invalid', detail, { issues: [{ code: 'quantity_invalid', pointer: '/quantity', detail }] });
};

function reasonOf(quantity: string, why: QuantityReason): string {
  if (why === 'not positive')
    return `${quoted('quantity')} must be above 0, not ${quantity}: to take an add-on away, remove it.`;
  if ('atMost' in why) return `${quoted('quantity')} would make ${quantity}: state one that makes at most ${why.atMost}.`;
  const key = quoted(why.addOnKey);
  if ('dearerThan' in why)
    return `${quantity} of ${key} would cost more than ${why.dearerThan}: state a smaller ${quoted('quantity')}.`;
  switch (why.because) {
    case 'sold whole':
      return `${key} is sold in whole instances: ${quoted('quantity')} must be a whole number, not ${quantity}.`;
    case 'sold once':
      return `${key} has a flat price and a single instance: ${quoted('quantity')} must be 1, not ${quantity}.`;
    case 'mandatory':
      return `${key} is mandatory: ${quoted('quantity')} must be at least 1, not ${quantity}.`;
  }
}

/** A mandatory add-on is sold by the unit, and the command states no quantity (semantics row 12). */
export const quantityRequired = ({ addOnKey }: { readonly addOnKey: string }): Refused =>
  refused('quantity_required', `${quoted(addOnKey)} is mandatory and sold by the unit: state its ${quoted('quantity')}.`);

export const quantityUnchanged = ({ quantity }: { readonly quantity: string }): Refused =>
  refused('quantity_unchanged', `${quoted('quantity')} is already ${quantity}: state another one.`);

/** `wouldBe` is the resulting number of instances, scheduled ones included. */
export const maxInstancesExceeded = ({
  addOnKey,
  maxInstances,
  wouldBe,
}: {
  readonly addOnKey: string;
  readonly maxInstances: number;
  readonly wouldBe: string;
}): Refused =>
  refused(
    'max_instances_exceeded',
    `A subscription may hold ${maxInstances} of ${quoted(addOnKey)}, and this would make ${wouldBe}: state a smaller ${quoted('quantity')}.`,
    { meta: { addOnKey, maxInstances, wouldBe } },
  );
