/** The units of a cadence, short ones first. */
export const cadenceUnits = ['day', 'week', 'month', 'year'] as const;
export type CadenceUnit = (typeof cadenceUnits)[number];

/** How often something recurs: `every` (a whole number ≥ 1) times `unit`, in wall-clock time of a zone. */
export interface Cadence {
  readonly every: number;
  readonly unit: CadenceUnit;
}

/** Whether two cadences are equal as written. 12 months and 1 year differ: each has its own prices. */
export const sameCadence = (a: Cadence, b: Cadence): boolean => a.every === b.every && a.unit === b.unit;

/** A cadence in words: `month`, `3 months`. */
export const describeCadence = ({ every, unit }: Cadence): string => (every === 1 ? unit : `${every} ${unit}s`);
