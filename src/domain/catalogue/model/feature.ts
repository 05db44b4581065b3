import type { UnitNames } from './offering.ts';

/** How the usage of a metered feature is counted from events. */
interface Meter {
  readonly aggregation: string;
  readonly eventType: string;
  readonly valueField: string | null;
}

/** The subject of an entitlement: access to it is granted, or its usage is counted. */
export interface Feature {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly kind: 'boolean' | 'metered' | 'static';
  readonly unit: UnitNames | null;
  readonly meter: Meter | null;
  readonly revision: number;
}

/** A feature to create. Without a key it gets one derived from its name. */
export type NewFeature = Omit<Feature, 'id' | 'revision' | 'key'> & { readonly key: string | null };
