import type { AddOnEdit, OfferingEdit } from '../contracts/wire/offering.ts';
import { customFieldIssues } from '../domain/catalogue/custom-fields.ts';
import { checkLaunch } from '../domain/catalogue/launch.ts';
import { duplicatePrices } from '../domain/catalogue/rate-card-issues.ts';
import type { LaunchFacts } from '../domain/catalogue/launch-facts.ts';
import type { OfferingVersion } from '../domain/catalogue/offering.ts';
import { resolvePolicy } from '../domain/policy/policy.ts';
import { accepted, type Issue, refused, type Result } from '../domain/refusal.ts';
import { applyEdit } from './convert/offering.ts';
import type { CatalogueWrites, Offering } from './ports.ts';

/** Puts the draft on sale if nothing speaks against it; every issue is collected. The offering is locked. */
export async function launch(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  if (offering.archived) return refused('offering_archived', `${offering.key} is archived: unarchive it before launching it`);
  const checked = checkLaunch(offering.latest, await launchFacts(writes, offering.latest));
  return checked.ok ? accepted(await writes.launchDraft(offering)) : checked;
}

/** The features and add-ons that a version names, the plans that link it, and what the tenant has set. */
async function launchFacts(writes: CatalogueWrites, version: OfferingVersion): Promise<LaunchFacts> {
  const prices = version.rateCards.flatMap((card) => card.prices);
  const named = [...version.rateCards.map(({ featureKey }) => featureKey), ...prices.map(({ usageOf }) => usageOf)];
  const bases = version.kind === 'addOn' ? (await writes.findBasesOf(version.key)).filter(isOnSale) : [version];
  const links = bases.flatMap((base) => base.addOns);
  const addOns = await addOnsOf(writes, version, [...new Set(links.map(({ addOnKey }) => addOnKey))]);
  const cards = addOns.flatMap((addOn) => addOn.rateCards);
  const featureKeys = [...named, ...cards.map(({ featureKey }) => featureKey)].filter((key) => key !== null);
  const features = await writes.findFeatures([...new Set(featureKeys)]);
  const settings = await writes.findSettings();
  return {
    features: Object.fromEntries(features.map(({ key, kind, unit, meter }) => [key, { kind, unit, hasMeter: meter !== null }])),
    addOns: Object.fromEntries(addOns.map((addOn) => [addOn.key, addOn])),
    linkedBy: version.kind === 'addOn' ? bases : [],
    billingFrequencies: settings.billingFrequencies,
    tenantPolicies: settings.policies,
  };
}

/** The add-ons of a base stay as they are until it is launched; two add-ons that are launched at once do not wait for each other. */
const addOnsOf = async (writes: CatalogueWrites, { kind }: OfferingVersion, keys: readonly string[]) =>
  kind === 'addOn' ? writes.readLaunchedAddOns(keys) : (await writes.findLaunchedAddOns(keys)).map(({ version }) => version);

/** Links of a draft are no promise yet. */
const isOnSale = ({ status }: OfferingVersion): boolean => status === 'launched';

/** Edits what people read, in every version; refuses fields that are not declared and prices that no version has. */
export async function editOffering(
  writes: CatalogueWrites,
  offering: Offering,
  edit: OfferingEdit | AddOnEdit,
): Promise<Result<Offering>> {
  const { latest, launched } = offering;
  const versions = launched === null || launched.id === latest.id ? [latest] : [latest, launched];
  const known = new Set(versions.flatMap(({ rateCards }) => rateCards.flatMap(({ prices }) => prices.map(({ key }) => key))));
  const unknown = Object.keys(edit.prices ?? {}).filter((key) => !known.has(key));
  const cards = new Set(versions.flatMap(({ rateCards }) => rateCards.map(({ key }) => key)));
  const unknownCards = Object.keys(edit.rateCards ?? {}).filter((key) => !cards.has(key));
  const issues: readonly Issue[] = [
    ...unknownCards.map((key) => ({
      pointer: `/rateCards/${key}`,
      code: 'rate_card_not_found',
      detail: `${offering.key} has no rate card ${key}`,
    })),
    ...unknown.map((key) => ({
      pointer: `/prices/${key}`,
      code: 'price_not_found',
      detail: `${offering.key} has no price ${key}`,
    })),
    ...(edit.customFields === undefined
      ? []
      : customFieldIssues(await writes.findCustomFields(offering.kind), edit.customFields)),
    // A price that comes back from the archive must not meet the one that replaced it.
    ...versions.flatMap((version) => applyEdit(version, edit).rateCards.flatMap((card) => duplicatePrices(card, ''))),
  ];
  if (issues.length > 0) return refused('invalid_offering', issues.map(({ detail }) => detail).join('; '), { issues });
  return accepted(await writes.editInPlace(offering, (version) => applyEdit(version, edit)));
}

interface Archived {
  readonly archived: true;
  readonly warnings: readonly { readonly code: string; readonly detail: string; readonly linkedBy: readonly string[] }[];
}

/**
 * Takes an offering off sale (semantics row 21). An add-on that is linked can still be bought through its links until it is
 * detached, and the answer says so; where the tenant asks for it, it must be detached first.
 */
export async function archive(writes: CatalogueWrites, offering: Offering): Promise<Result<Archived>> {
  const { key, kind, latest } = offering;
  if (offering.archived) return refused('offering_archived', `${key} is archived already`);
  const bases = kind === 'addOn' ? await writes.findBasesOf(key) : [];
  const linkedBy = [...new Set(bases.map((base) => base.key))];
  const { policies: tenant } = await writes.findSettings();
  const policy = resolvePolicy('archive.requireDetached', { addOn: latest.policies, tenant });
  if (linkedBy.length > 0 && policy.value === 'true')
    return refused('offering_linked', `${key} is linked by ${linkedBy.join(', ')}: detach it there first`, {
      meta: { policy: policy.key, level: policy.level, linkedBy },
    });
  await writes.setArchived(offering, true);
  const detail = `${key} can still be bought through ${linkedBy.join(', ')} until it is detached there`;
  return accepted({ archived: true, warnings: linkedBy.length === 0 ? [] : [{ code: 'still_linked', detail, linkedBy }] });
}

/** Puts an archived offering on sale again. */
export async function unarchive(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  if (!offering.archived) return refused('not_archived', `${offering.key} is not archived`);
  return accepted(await writes.setArchived(offering, false));
}

/** Whether an offering may be deleted: a draft that was never launched (semantics row 21), without prices where the tenant asks. */
export async function checkDelete(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  const { key, latest, launched } = offering;
  if (launched !== null || latest.version > 1) return refused('offering_launched', `${key} was launched: archive it instead`);
  const { policies: tenant } = await writes.findSettings();
  const policy = resolvePolicy('delete.allowed', { tenant });
  const prices = latest.rateCards.flatMap((card) => card.prices);
  if (policy.value === 'withoutPrices' && prices.length > 0)
    return refused('offering_has_prices', `${key} has ${prices.length} prices, archived ones included: take them off first`, {
      meta: { policy: policy.key, level: policy.level },
    });
  return accepted(offering);
}
