/** The cadence of everything that is sold by the month. */
export const monthly = { every: 1, unit: 'month' } as const;

const inAdvance = { currency: 'USD', cadence: monthly, timing: 'inAdvance' } as const;

/** A flat price as a request states it: in USD, by the month and in advance, unless told. */
export const flatBody = (amount: string, more: object = {}) => ({
  ...inAdvance,
  model: 'flat',
  amount,
  ...more,
});

/** The same by the unit. */
export const perUnitBody = (unitAmount: string, more: object = {}) => ({
  ...inAdvance,
  model: 'perUnit',
  unitAmount,
  ...more,
});
