import { checkLaunch } from '../../domain/catalogue/launch/launch.ts';
import type { LaunchFacts } from '../../domain/catalogue/model/launch-facts.ts';
import { launchWarnings } from '../../domain/catalogue/launch/not-yet-sellable.ts';
import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, refused, type Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/** An offering that was put on sale, and what of it cannot be bought yet. */
interface Launched {
  readonly offering: Offering;
  readonly warnings: readonly SaleWarning[];
}

/** Puts the draft on sale if nothing speaks against it; every issue is collected. The offering is locked. */
export async function launch(writes: CatalogueWrites, offering: Offering): Promise<Result<Launched>> {
  if (offering.archived) return refused('offering_archived', `${offering.key} is archived: unarchive it before launching it`);
  const facts = await launchFacts(writes, offering.latest);
  const checked = checkLaunch(offering.latest, facts);
  if (!checked.ok) return checked;
  const warnings = launchWarnings(offering.latest, facts);
  return accepted({ offering: await writes.launchDraft(offering), warnings });
}

/** The features and add-ons that a version names, the plans that link it, and what the tenant has set. */
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

/** The add-ons of a base stay as they are until it is launched; two add-ons that are launched at once do not wait for each other. */
const addOnsOf = async (writes: CatalogueWrites, { kind }: OfferingVersion, keys: readonly string[]) =>
  kind === 'addOn' ? writes.readLaunchedAddOns(keys) : (await writes.findLaunchedAddOns(keys)).map(({ version }) => version);

/** Links of a draft are no promise yet. */
const isOnSale = ({ status }: OfferingVersion): boolean => status === 'launched';

interface Archived {
  readonly archived: true;
  readonly warnings: readonly { readonly code: string; readonly detail: string; readonly linkedBy: readonly string[] }[];
}

/**
 * Takes an offering off sale (semantics row 21). An add-on can still be bought through the links of what is on sale until it is
 * detached there, and the answer lists them, as it does drafts that link it; where the tenant asks for it, it must be detached first, in drafts too.
 * @rule 0-36, 0-37
 */
export async function archive(writes: CatalogueWrites, offering: Offering): Promise<Result<Archived>> {
  const { key, kind, latest } = offering;
  if (offering.archived) return refused('offering_archived', `${key} is archived already`);
  const bases = kind === 'addOn' ? await writes.findBasesOf(key) : [];
  const linkedBy = keysOf(bases);
  const { policies: tenant } = await writes.findSettings();
  const policy = resolvePolicy('archive.requireDetached', { addOn: latest.policies, tenant });
  if (linkedBy.length > 0 && policy.value === 'true')
    return refused('offering_linked', `${key} is linked by ${linkedBy.join(', ')}: detach it there first`, {
      meta: { policy: policy.key, level: policy.level, linkedBy },
    });
  await writes.setArchived(offering, true);
  const selling = kind === 'addOn' ? keysOf(await writes.findBasesOnSale(key)) : [];
  const drafted = keysOf(bases.filter(({ status }) => status === 'draft')).filter((base) => !selling.includes(base));
  return accepted({
    archived: true,
    warnings: [
      ...stillLinked(selling, `${key} can still be bought through ${selling.join(', ')} until it is detached there`),
      ...stillLinked(drafted, `${key} can be bought through ${drafted.join(', ')} again when the draft is launched`),
    ],
  });
}

const keysOf = (bases: readonly OfferingVersion[]): readonly string[] => [...new Set(bases.map(({ key }) => key))];

const stillLinked = (linkedBy: readonly string[], detail: string): Archived['warnings'] =>
  linkedBy.length === 0 ? [] : [{ code: 'still_linked', detail, linkedBy }];

/** Puts an archived offering on sale again. */
export async function unarchive(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  if (!offering.archived) return refused('not_archived', `${offering.key} is not archived`);
  return accepted(await writes.setArchived(offering, false));
}

/**
 * Whether an offering may be deleted (semantics row 21; rules 0-35, 3-37): a draft that was never launched, or, where the tenant
 * asks for that, what has no price in any version, was never on a subscription and is linked by nothing. It is locked for its
 * deletion. Refuses `offering_launched`, or else `offering_has_prices`, `offering_in_use` and `offering_linked`.
 * @rule 0-35, 3-37, 3-38
 */
export async function checkDelete(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  const { key, latest, launched } = offering;
  const { policies: tenant } = await writes.findSettings();
  const { key: policy, value, level } = resolvePolicy('delete.allowed', { tenant });
  const meta = { policy, level };
  const wasLaunched = launched !== null || latest.version > 1;
  if (value === 'neverLaunched' && wasLaunched)
    return refused('offering_launched', `${key} was launched: archive it instead`, { meta });
  if (value === 'neverLaunched') return accepted(offering);
  const { priced, linkedBy, inUse } = await writes.findTies(offering);
  if (priced)
    return refused('offering_has_prices', `${key} has prices, archived ones and former versions included: archive it instead`, {
      meta,
    });
  if (inUse)
    return refused('offering_in_use', `subscriptions have ${key}, had it or will get it: archive it instead`, { meta });
  return linkedBy.length === 0
    ? accepted(offering)
    : refused('offering_linked', `versions of ${linkedBy.join(', ')} link ${key}: archive it instead`, {
        meta: { ...meta, linkedBy },
      });
}
