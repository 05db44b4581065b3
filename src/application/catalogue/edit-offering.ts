import { changeCustomFields, customFieldIssues } from '../../domain/catalogue/model/custom-fields.ts';
import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { duplicatePrices } from '../../domain/catalogue/launch/rate-card-issues.ts';
import { type SaleWarning, saleWarnings } from '../../domain/catalogue/sale/sale-warnings.ts';
import { accepted, type Issue, type Result } from '../../domain/refusal.ts';
import { invalidOffering } from '../../domain/refusals/catalogue.ts';
import { quoted } from '../../domain/refusals/words.ts';
import { editVersion, type OfferingEdit } from '../../domain/catalogue/versions/edit-version.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';
import { repriceOffering } from './reprice-offering.ts';

/** An offering after an edit, with warnings about what can no longer be bought. */
export interface EditedOffering {
  readonly offering: Offering;
  readonly warnings: readonly SaleWarning[];
}

/**
 * Edits the texts of every version, and amounts as `repriceOffering` does. Refuses `invalid_offering` for custom fields that are not
 * declared and for unknown rate cards and prices. To archive a price that an offering on sale needs gives a warning.
 * @rule 3-36, 3-40
 */
export async function editOffering(
  writes: CatalogueWrites,
  { change: edit, ...named }: NamedOffering & { readonly change: OfferingEdit },
): Promise<Result<EditedOffering>> {
  const locked = await lockOffering(writes, named);
  if (!locked.ok) return locked;
  const offering = locked.value;
  const issues = await editIssues(writes, offering, edit);
  if (issues.length > 0) return invalidOffering(issues);
  const repriced = await repriceOffering(writes, offering, edit);
  if (!repriced.ok) return repriced;
  const edited = await writes.editInPlace(repriced.value, (version) => editVersion(version, edit));
  const isArchiving = Object.values(edit.prices).some(({ archived }) => archived !== undefined);
  return accepted({ offering: edited, warnings: isArchiving ? await findWarnings(writes, offering, edited) : [] });
}

async function findWarnings(writes: CatalogueWrites, before: Offering, after: Offering): Promise<readonly SaleWarning[]> {
  if (before.archived || before.launched === null || after.launched === null) return [];
  const bases = before.kind === 'addOn' ? await writes.findBasesOnSale(before.key) : [];
  const { policies: tenantPolicies } = await writes.findSettings();
  return saleWarnings({ before: before.launched, after: after.launched, bases, tenantPolicies });
}

async function editIssues(writes: CatalogueWrites, offering: Offering, edit: OfferingEdit): Promise<readonly Issue[]> {
  const versions = editedVersions(offering);
  const cards = new Set(versions.flatMap(({ rateCards }) => rateCards.map(({ key }) => key)));
  const prices = new Set(versions.flatMap(({ rateCards }) => rateCards.flatMap((card) => card.prices.map(({ key }) => key))));
  const unknownCards = Object.keys(edit.rateCards).filter((key) => !cards.has(key));
  const unknownPrices = Object.keys(edit.prices).filter((key) => !prices.has(key));
  return [
    ...unknownCards.map((key) => ({
      pointer: `/rateCards/${key}`,
      code: 'rate_card_not_found',
      detail: `${quoted(offering.key)} has no rate card ${quoted(key)}.`,
    })),
    ...unknownPrices.map((key) => ({
      pointer: `/prices/${key}`,
      code: 'price_not_found',
      detail: `${quoted(offering.key)} has no price ${quoted(key)}.`,
    })),
    ...(await customFieldIssuesOf(writes, offering, edit)),
    // An unarchived price must not equal the one that replaced it.
    ...versions.flatMap((version) => editVersion(version, edit).rateCards.flatMap((card) => duplicatePrices(card, ''))),
  ];
}

/** The issues of the custom fields after the edit. */
async function customFieldIssuesOf(
  writes: CatalogueWrites,
  offering: Offering,
  { customFields: change }: OfferingEdit,
): Promise<readonly Issue[]> {
  if (change === undefined) return [];
  const declared = await writes.findCustomFields(offering.kind);
  const issues = editedVersions(offering).flatMap(({ customFields }) =>
    customFieldIssues(declared, changeCustomFields(customFields, change)),
  );
  return [...new Map(issues.map((issue) => [issue.pointer, issue])).values()];
}

/** The launched version and the draft. */
const editedVersions = ({ latest, launched }: Offering): readonly OfferingVersion[] =>
  launched === null || launched.id === latest.id ? [latest] : [latest, launched];
