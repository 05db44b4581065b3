import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { TenantId, VersionId } from '../../domain/ids.ts';
import type {
  AddOnVersion,
  OfferingKind,
  OfferingPresentation,
  PlanAddOn,
  VersionStatus,
} from '../../domain/catalogue/model/offering.ts';
import type { EditablePrice, PricePointTerms, PricePresentation, RateCard } from '../../domain/catalogue/model/rate-card.ts';
import type { PriceModel } from '../../domain/pricing/price-model.ts';

/** The editable fields of a price, side by side as they are stored. */
export type StoredPricePresentation = PricePresentation & Omit<EditablePrice, 'presentation'>;

/** The texts of a version: of the offering itself, and of each rate card and price by their keys. */
export type VersionPresentation = Partial<OfferingPresentation & Pick<AddOnVersion, 'visibility'>> & {
  readonly rateCards?: Readonly<Record<string, Pick<RateCard, 'name'>>>;
  readonly prices?: Readonly<Record<string, StoredPricePresentation>>;
};

/** The terms of a price, without what is edited in place. */
export type StoredPriceTerms = Omit<PricePointTerms, keyof EditablePrice> & PriceModel;

export type StoredRateCard = Omit<RateCard, 'prices'> & { readonly prices: readonly StoredPriceTerms[] };

export type StoredLink = Omit<PlanAddOn, 'prices'> & {
  readonly prices: readonly { readonly rateCardKey: string; readonly price: StoredPriceTerms }[];
};

/** The stored terms of a version, without the fields of its row, its offering and its presentation. */
export interface VersionContent {
  readonly rateCards: readonly StoredRateCard[];
  readonly addOns?: readonly StoredLink[];
}

export const OfferingSchema = defineEntity({
  name: 'OfferingRow',
  tableName: 'offering',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    id: p.text().primary(),
    kind: p.text().$type<OfferingKind>(),
    key: p.text(),
    productKey: p.text(),
    archived: p.boolean(),
    /** Whether it was ever launched; a trigger maintains it. */
    launched: p.boolean().default(false),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type OfferingRow = InferEntity<typeof OfferingSchema>;

export const OfferingVersionSchema = defineEntity({
  name: 'OfferingVersionRow',
  tableName: 'offering_version',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    id: p.text().$type<VersionId>().primary(),
    offeringId: p.text(),
    version: p.integer(),
    status: p.text().$type<VersionStatus>(),
    /** Final once the version is launched. */
    content: p.json<VersionContent>(),
    /** Edited in place at any time. */
    presentation: p.json<VersionPresentation>(),
  },
});
export type OfferingVersionRow = InferEntity<typeof OfferingVersionSchema>;
