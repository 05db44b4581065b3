import type { AdjustmentView, PriceStepView, PriceWorkingView } from '../../contracts/wire/catalogue/price-working.ts';
import type { AppliedAdjustment } from '../../domain/pricing/adjustments.ts';
import type { PriceStep, PriceWorking } from '../../domain/pricing/derive-price.ts';

/** The wire form of a calculation; fields that do not apply are null. */
export const toApiPriceWorking = (working: PriceWorking): PriceWorkingView => ({
  quantity: working.quantity,
  includedUnits: working.includedUnits,
  steps: working.steps.map(toApiStep),
  modelAmount: working.modelAmount,
  adjustments: working.adjustments.map(toApiAdjustment),
  exactAmount: working.exactAmount,
});

const toApiStep = (step: PriceStep): PriceStepView => ({
  tier: step.tier ?? null,
  from: step.from ?? null,
  upTo: step.upTo ?? null,
  units: step.units,
  packages: step.packages ?? null,
  packageSize: step.packageSize ?? null,
  unitAmount: step.unitAmount ?? null,
  flatAmount: step.flatAmount ?? null,
  percent: step.percent ?? null,
  minimumAmount: step.minimumAmount ?? null,
  maximumAmount: step.maximumAmount ?? null,
  subtotal: step.subtotal,
});

function toApiAdjustment(applied: AppliedAdjustment): AdjustmentView {
  const { kind, after } = applied;
  if (kind !== 'discount') return { kind, percent: null, amount: applied.bound, taken: null, after };
  const { discount, taken } = applied;
  return discount.kind === 'percent'
    ? { kind, percent: discount.percent, amount: null, taken, after }
    : { kind, percent: null, amount: discount.amount, taken, after };
}
