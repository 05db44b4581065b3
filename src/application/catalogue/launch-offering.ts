import { checkLaunch } from '../../domain/catalogue/launch/launch.ts';
import { launchWarnings } from '../../domain/catalogue/launch/not-yet-sellable.ts';
import type { LaunchFacts } from '../../domain/catalogue/model/launch-facts.ts';
import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { offeringArchived } from '../../domain/refusals/offerings.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';

/** A launched offering, with warnings about what cannot be bought yet. */
export interface LaunchedOffering {
  readonly offering: Offering;
  readonly warnings: readonly SaleWarning[];
}

/** Launches the draft of an offering. Refuses `offering_archived`, and as `checkLaunch` does, with all issues. */
export async function launchOffering(writes: CatalogueWrites, named: NamedOffering): Promise<Result<LaunchedOffering>> {
  const locked = await lockOffering(writes, named);
  return locked.ok ? launchDraft(writes, locked.value) : locked;
}

/** The same for a locked offering. */
export async function launchDraft(writes: CatalogueWrites, offering: Offering): Promise<Result<LaunchedOffering>> {
  if (offering.archived) return offeringArchived({ offeringKey: offering.key, to: 'launch' });
  const facts = await launchFacts(writes, offering.latest);
  const checked = checkLaunch(offering.latest, facts);
  if (!checked.ok) return checked;
  const warnings = launchWarnings(offering.latest, facts);
  return accepted({ offering: await writes.launchDraft(offering), warnings });
}

/** The features and add-ons that a version names, the plans that link it, and the tenant's settings. */
async function launchFacts(writes: CatalogueWrites, version: OfferingVersion): Promise<LaunchFacts> {
  const prices = version.rateCards.flatMap((card) => card.prices);
  const named = [...version.rateCards.map(({ featureKey }) => featureKey), ...prices.map(({ usageOf }) => usageOf)];
  const bases = version.kind === 'addOn' ? (await writes.findBasesOf(version.key)).filter(isOnSale) : [version];
  const links = bases.flatMap((base) => base.addOns);
  const addOns = await addOnsOf(writes, version, [...new Set(links.map(({ addOnKey }) => addOnKey))]);
  const cards = addOns.flatMap((addOn) => addOn.rateCards);
  const used = links.flatMap((link) => link.prices.map(({ price }) => price.usageOf));
  const featureKeys = [...named, ...used, ...cards.map(({ featureKey }) => featureKey)].filter((key) => key !== null);
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

/** Locks the add-ons of a base until it is launched. For an add-on it locks none, so that two launches of add-ons do not wait. */
const addOnsOf = async (writes: CatalogueWrites, { kind }: OfferingVersion, keys: readonly string[]) =>
  kind === 'addOn' ? writes.readLaunchedAddOns(keys) : (await writes.findLaunchedAddOns(keys)).map(({ version }) => version);

/** Links of drafts do not count. */
const isOnSale = ({ status }: OfferingVersion): boolean => status === 'launched';
