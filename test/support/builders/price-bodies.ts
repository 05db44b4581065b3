/** The monthly cadence. */
export const monthly = { every: 1, unit: 'month' } as const;

const inAdvance = { currency: 'USD', cadence: monthly, timing: 'inAdvance' } as const;

/** A flat price in a request body; by default in USD, monthly and in advance. */
export const flatBody = (amount: string, more: object = {}) => ({
  ...inAdvance,
  model: 'flat',
  amount,
  ...more,
});

/** A price per unit in a request body; defaults as above. */
export const perUnitBody = (unitAmount: string, more: object = {}) => ({
  ...inAdvance,
  model: 'perUnit',
  unitAmount,
  ...more,
});
