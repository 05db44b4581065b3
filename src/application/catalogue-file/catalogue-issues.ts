import { type CustomField, customFieldIssues } from '../../domain/catalogue/model/custom-fields.ts';
import { checkLaunch } from '../../domain/catalogue/launch/launch.ts';
import type { LaunchFacts } from '../../domain/catalogue/model/launch-facts.ts';
import { linkAddOn } from '../../domain/catalogue/versions/link.ts';
import { launchWarnings } from '../../domain/catalogue/launch/not-yet-sellable.ts';
import type { AddOnVersion, BaseVersion, Offering, OfferingKind } from '../../domain/catalogue/model/offering.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import type { TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { ownValue } from '../../domain/own-value.ts';
import type { Issue } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import { quoted, quotedList } from '../../domain/refusals/words.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import { flatMapYielding } from '../yielding.ts';
import { nameOf, type PlannedChanges } from './plan-changes.ts';
import { below, type PlannedOffering } from './plan-offering.ts';

/** The tenant's settings that a catalogue must satisfy. */
export interface CatalogueRules {
  readonly settings: TenantSettings;
  readonly customFields: Readonly<Record<OfferingKind, readonly CustomField[]>>;
}

interface CatalogueCheckInput {
  readonly current: CatalogueState;
  readonly planned: PlannedChanges;
  readonly rules: CatalogueRules;
}

interface CatalogueCheck {
  /** All reasons against the import, with pointers into its file. */
  readonly issues: readonly Issue[];
  /** What the import launches that cannot be bought yet. */
  readonly warnings: readonly SaleWarning[];
}

/**
 * Checks an import against the catalogue that results from it, so that an add-on and the plans that link it can change in one
 * file.
 */
export async function checkCatalogue(checked: CatalogueCheckInput): Promise<CatalogueCheck> {
  const { planned, rules } = checked;
  const resulting = resultingCatalogue(checked);
  const changed = planned.offerings.filter(({ row }) => row.action !== 'noChange');
  const issues = [
    ...planned.issues,
    ...(await flatMapYielding(changed, (offering) =>
      below(offering.pointer, [
        ...productIssues(offering, resulting.productKeys),
        ...customFieldIssues(rules.customFields[offering.after.kind], offering.after.latest.customFields),
        ...linkIssues(offering, resulting),
        ...launchIssues(offering, resulting.facts),
        ...archiveIssues(offering, { rules, resulting }),
      ]),
    )),
  ];
  const launching = planned.offerings.filter(({ isLaunching }) => isLaunching);
  return {
    issues: [...new Map(issues.map((issue) => [`${issue.code} ${issue.pointer} ${issue.detail}`, issue])).values()],
    warnings: await flatMapYielding(launching, ({ after }) => launchWarnings(after.latest, factsFor(after, resulting.facts))),
  };
}

interface ResultingCatalogue {
  readonly productKeys: ReadonlySet<string>;
  /** The add-ons that are archived before and after the import. */
  readonly archivedAddOns: ReadonlySet<string>;
  /** The versions of plans and single purchases that are drafts or on sale, by the add-ons that they link. */
  readonly basesOf: ReadonlyMap<string, readonly BaseVersion[]>;
  readonly facts: Omit<LaunchFacts, 'linkedBy'> & { readonly linkedBy: (addOnKey: string) => readonly BaseVersion[] };
}

function resultingCatalogue({ current, planned, rules }: CatalogueCheckInput): ResultingCatalogue {
  const offerings = new Map<string, Offering>(current.offerings.map((offering) => [nameOf(offering), offering]));
  for (const { after } of planned.offerings) offerings.set(nameOf(after), after);
  const features = [...current.features, ...planned.features.map(({ after }) => after)];
  const bases = [...offerings.values()].flatMap(({ latest, launched }) =>
    (latest.id === launched?.id ? [launched] : [latest, ...(launched === null ? [] : [launched])]).flatMap((version) =>
      version.kind === 'addOn' ? [] : [version],
    ),
  );
  const links = bases.flatMap((base) => base.addOns.map(({ addOnKey }) => ({ addOnKey, base })));
  const basesOf = new Map(
    [...Map.groupBy(links, ({ addOnKey }) => addOnKey)].map(([key, ofKey]) => [key, ofKey.map(({ base }) => base)]),
  );
  return {
    productKeys: new Set([...current.products, ...planned.products.map(({ after }) => after)].map(({ key }) => key)),
    archivedAddOns: new Set(
      current.offerings.flatMap(({ kind, key, archived }) =>
        kind === 'addOn' && archived && offerings.get(nameOf({ kind, key }))?.archived === true ? [key] : [],
      ),
    ),
    basesOf,
    facts: {
      features: Object.fromEntries(
        features.map(({ key, kind, unit, meter }) => [key, { kind, unit, hasMeter: meter !== null }]),
      ),
      addOns: Object.fromEntries([...offerings.values()].flatMap(({ launched }) => addOnOf(launched))),
      linkedBy: (addOnKey) => (basesOf.get(addOnKey) ?? []).filter(({ status }) => status === 'launched'),
      billingFrequencies: rules.settings.billingFrequencies,
      tenantPolicies: rules.settings.policies,
    },
  };
}

const addOnOf = (version: Offering['launched']): readonly (readonly [string, AddOnVersion])[] =>
  version?.kind === 'addOn' ? [[version.key, version]] : [];

const productIssues = ({ after }: PlannedOffering, productKeys: ReadonlySet<string>): readonly Issue[] =>
  productKeys.has(after.productKey)
    ? []
    : [
        {
          pointer: '/productKey',
          code: 'product_not_found',
          detail: notFound({ kind: 'product', name: after.productKey }).error.message,
        },
      ];

/** A new link must name an add-on that can be bought. An add-on that this file archives still counts as one. */
function linkIssues({ before, after }: PlannedOffering, resulting: ResultingCatalogue): readonly Issue[] {
  if (after.latest.kind === 'addOn') return [];
  const known = new Set(
    before === null || before.latest.kind === 'addOn' ? [] : before.latest.addOns.map(({ addOnKey }) => addOnKey),
  );
  let base: BaseVersion = { ...after.latest, status: 'draft', addOns: [] };
  return after.latest.addOns.flatMap((link, index) => {
    const version = ownValue(resulting.facts.addOns, link.addOnKey);
    const isArchived = !known.has(link.addOnKey) && resulting.archivedAddOns.has(link.addOnKey);
    const addOn = version === undefined ? null : { version, archived: isArchived };
    const linked = linkAddOn(base, { link, addOn, lock: 'onPublish' });
    if (!linked.ok) return [{ pointer: `/addOns/${index}/addOnKey`, code: linked.error.code, detail: linked.error.message }];
    base = linked.value;
    return [];
  });
}

function launchIssues({ after, isLaunching }: PlannedOffering, facts: ResultingCatalogue['facts']): readonly Issue[] {
  if (!isLaunching) return [];
  const launched = checkLaunch({ ...after.latest, status: 'draft' }, factsFor(after, facts));
  if (launched.ok) return [];
  const { code, message, issues = [{ pointer: '', code, detail: message }] } = launched.error;
  return issues;
}

const factsFor = ({ kind, key }: Offering, facts: ResultingCatalogue['facts']): LaunchFacts => ({
  ...facts,
  linkedBy: kind === 'addOn' ? facts.linkedBy(key) : [],
});

/** If the policy requires it, an add-on must be detached before it is archived (semantics row 21). */
function archiveIssues(
  { before, after }: PlannedOffering,
  { rules, resulting }: { readonly rules: CatalogueRules; readonly resulting: ResultingCatalogue },
): readonly Issue[] {
  if (before === null || before.archived || !after.archived || after.kind !== 'addOn') return [];
  const sources = { addOn: after.latest.policies, tenant: rules.settings.policies };
  const linkedBy = [...new Set((resulting.basesOf.get(after.key) ?? []).map(({ key }) => key))];
  if (linkedBy.length === 0 || resolvePolicy('archive.requireDetached', sources).value === 'false') return [];
  const detail = `${quoted(after.key)} is linked by ${quotedList(linkedBy)}: unlink it there before you archive it.`;
  return [{ pointer: '/archived', code: 'offering_linked', detail }];
}
