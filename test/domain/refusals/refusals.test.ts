import type { Issue, RefusalCode, Refused } from '../../../src/domain/refusal.ts';
import * as addOns from '../../../src/domain/refusals/add-ons.ts';
import * as catalogue from '../../../src/domain/refusals/catalogue.ts';
import * as images from '../../../src/domain/refusals/images.ts';
import * as offerings from '../../../src/domain/refusals/offerings.ts';
import * as pendingChanges from '../../../src/domain/refusals/pending-changes.ts';
import * as policies from '../../../src/domain/refusals/policies.ts';
import * as prices from '../../../src/domain/refusals/prices.ts';
import * as quantities from '../../../src/domain/refusals/quantities.ts';
import * as requests from '../../../src/domain/refusals/requests.ts';
import * as subscriptions from '../../../src/domain/refusals/subscriptions.ts';
import * as times from '../../../src/domain/refusals/times.ts';
import * as versions from '../../../src/domain/refusals/versions.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import { subscriptionId, attachmentId } from '../../support/builders/records.ts';

const addOnKey = 'water';
const offeringKey = 'water';
const launched = { key: 'basic', version: 2 };
const march = '2026-03-01T00:00:00.000Z' as Instant;
const april = '2026-04-01T00:00:00.000Z' as Instant;
const byPolicy = { offeringKey, policy: 'delete.allowed', level: 'tenant' };
const linked = { ...byPolicy, linkedBy: ['basic', 'gold'] };
const pending = { id: 'chg_1', type: 'cancel', effectiveAt: april };
const issues: readonly Issue[] = [
  { code: 'price_required', pointer: '/rateCards', detail: 'A plan needs a price: add one to a rate card.' },
];
const wanted = 'USD per month';

/** Every refusal in each of its variants, by code. A code without one does not compile. */
const refusals: Readonly<Record<RefusalCode, readonly Refused[]>> = {
  add_on_already_attached: [
    addOns.addOnAlreadyAttached({ addOnKey, because: 'held' }),
    addOns.addOnAlreadyAttached({ addOnKey, because: 'ordered twice' }),
    addOns.addOnAlreadyAttached({ addOnKey, because: { until: march } }),
  ],
  add_on_archived: [addOns.addOnArchived({ addOnKey }), addOns.addOnArchived({ addOnKey, base: launched })],
  add_on_blocked_in_trial: [
    addOns.addOnBlockedInTrial({ addOnKey, policy: 'trial.optional.admin', level: 'plan', trialEndsAt: april }),
  ],
  add_on_mandatory: [
    addOns.addOnMandatory({ addOnKey, actor: 'admin' }),
    addOns.addOnMandatory({ addOnKey, actor: 'customer' }),
  ],
  add_on_not_in_phase: [addOns.addOnNotInPhase({ addOnKey, baseKey: 'basic', fromPhase: 'full', phase: 'intro' })],
  add_on_not_launched: [addOns.addOnNotLaunched({ addOnKey })],
  add_on_not_linked: [addOns.addOnNotLinked({ addOnKey, base: launched })],
  add_on_not_visible: [addOns.addOnNotVisible({ addOnKey, level: 'planAddOn' })],
  add_on_restricted: [
    addOns.addOnRestricted({ addOnKey, only: { plans: ['gold'] } }),
    addOns.addOnRestricted({ addOnKey, only: { accountTypes: ['business'] } }),
    addOns.addOnRestricted({ addOnKey, only: { roles: ['owner'] } }),
  ],
  api_key_in_use: [requests.apiKeyInUse()],
  attachment_not_found: [addOns.attachmentNotFound({ attachmentId })],
  backdate_before_start: [times.backdateBeforeStart({ startAt: march })],
  catch_up_too_long: [
    times.catchUpTooLong({ of: 'start', maxPeriods: 600 }),
    times.catchUpTooLong({ of: 'trial', maxPeriods: 600 }),
    times.catchUpTooLong({ of: 'backdate', maxPeriods: 600 }),
    times.catchUpTooLong({ of: 'clock', maxYears: 10 }),
    times.catchUpTooLong({ of: 'due', most: 60, at: april, before: march }),
  ],
  clock_cannot_go_back: [times.clockCannotGoBack({ at: april })],
  clock_is_real_time: [times.clockIsRealTime()],
  customer_in_use: [catalogue.customerInUse(issues)],
  cycles_immutable: [prices.cyclesImmutable(issues)],
  decision_failed: [subscriptions.decisionFailed({ incidentId: 'inc_1' })],
  draft_exists: [versions.draftExists(launched)],
  draft_is_first: [versions.draftIsFirst(launched)],
  effective_at_invalid: [
    times.effectiveAtInvalid({ missingFor: 'at' }),
    times.effectiveAtInvalid({ needlessFor: 'now' }),
    times.effectiveAtInvalid({ notAfter: march }),
    times.effectiveAtInvalid('not a past instant'),
    times.effectiveAtInvalid({ firstPeriodEnd: april, latest: march }),
  ],
  entitlement_not_extendable: [addOns.entitlementNotExtendable(issues)],
  feature_in_use: [catalogue.featureInUse(issues)],
  idempotency_key_reused: [requests.idempotencyKeyReused('Idempotency-Key'), requests.idempotencyKeyReused('requestId')],
  if_match_invalid: [requests.ifMatchInvalid({ kind: 'plan' })],
  image_too_large: [
    images.imageTooLarge({ bytes: 1_048_577, most: 1_048_576 }),
    images.imageTooLarge({ width: 5000, height: 10, maxSide: 4096 }),
  ],
  image_type_unsupported: [images.imageTypeUnsupported()],
  image_unreadable: [images.imageUnreadable({ type: 'image/png' })],
  invalid_offering: [catalogue.invalidOffering(issues)],
  invalid_request: [requests.invalidRequest(issues)],
  key_already_used: [
    catalogue.keyAlreadyUsed({ key: 'water' }),
    catalogue.keyAlreadyUsed({ issues }),
    catalogue.keyAlreadyUsed('meanwhile'),
  ],
  link_already_exists: [versions.linkAlreadyExists({ key: 'basic', addOnKey })],
  max_instances_exceeded: [quantities.maxInstancesExceeded({ addOnKey, maxInstances: 3, wouldBe: '4' })],
  no_draft: [versions.noDraft(launched)],
  not_archived: [offerings.notArchived({ offeringKey })],
  not_found: [catalogue.notFound({ kind: 'plan', name: 'basic' })],
  nothing_to_launch: [versions.nothingToLaunch(launched)],
  offering_archived: [
    offerings.offeringArchived({ offeringKey, to: 'launch' }),
    offerings.offeringArchived({ offeringKey, to: 'archive' }),
  ],
  offering_has_prices: [offerings.offeringHasPrices(byPolicy)],
  offering_in_use: [offerings.offeringInUse(byPolicy)],
  offering_launched: [offerings.offeringLaunched(byPolicy)],
  offering_linked: [
    offerings.offeringLinked({ ...linked, to: 'archive' }),
    offerings.offeringLinked({ ...linked, to: 'delete' }),
  ],
  pending_change_conflict: [pendingChanges.pendingChangeConflict({ conflicts: [pending] })],
  pending_change_not_found: [pendingChanges.pendingChangeNotFound({ changeId: 'chg_1' })],
  plan_not_launched: [subscriptions.planNotLaunched({ key: 'basic', pointer: '/planKey' })],
  plan_version_locked: [versions.planVersionLocked(launched)],
  policy_argument_forbidden: [
    policies.policyArgumentForbidden({ policy: 'credit.form', level: 'command' }),
    policies.policyArgumentForbidden({ policy: 'attach.when', level: 'plan', value: 'now' }),
    policies.policyArgumentForbidden({ change: pending }),
  ],
  price_edit_forbidden: [prices.priceEditForbidden({ issues }), prices.priceEditForbidden({ offeringKey, level: 'tenant' })],
  price_not_chargeable: [prices.priceNotChargeable({ offeringKey, wanted })],
  price_not_found: [
    prices.priceNotFound({ issues }),
    prices.priceNotFound({ offeringKey, wanted }),
    prices.priceNotFound({ offeringKey, wanted, issues }),
  ],
  pricing_model_immutable: [prices.pricingModelImmutable(issues)],
  quantity_invalid: [
    quantities.quantityInvalid('0', 'not positive'),
    quantities.quantityInvalid('1.5', { addOnKey, because: 'sold whole' }),
    quantities.quantityInvalid('2', { addOnKey, because: 'sold once' }),
    quantities.quantityInvalid('0.5', { addOnKey, because: 'mandatory' }),
    quantities.quantityInvalid('1000000000000000', { atMost: '999999999999999' }),
    quantities.quantityInvalid('1000000', { addOnKey, dearerThan: '999999999999 USD' }),
  ],
  quantity_required: [quantities.quantityRequired({ addOnKey })],
  quantity_unchanged: [quantities.quantityUnchanged({ quantity: '2' })],
  quote_stale: [
    requests.quoteStale('unreadable'),
    requests.quoteStale('changed'),
    requests.quoteStale({ quotedOnly: [], nowOnly: ['charge 5.00 USD'] }),
  ],
  revision_mismatch: [requests.revisionMismatch({ kind: 'subscription', revision: 3, expected: 2 })],
  single_purchase_not_launched: [subscriptions.singlePurchaseNotLaunched({ key: 'pass', pointer: '/singlePurchaseKey' })],
  subscription_already_exists: [subscriptions.subscriptionAlreadyExists({ subscriptionId })],
  subscription_ended: [subscriptions.subscriptionEnded({ endedAt: march }), subscriptions.subscriptionEnded({ endedAt: null })],
  subscription_ending: [subscriptions.subscriptionEnding({ changeId: 'chg_1', endsAt: april })],
  subscription_not_found: [subscriptions.subscriptionNotFound({ subscriptionId })],
  subscription_not_started: [subscriptions.subscriptionNotStarted({ startAt: april })],
  subscription_stuck: [subscriptions.subscriptionStuck({ dueAt: march, kind: 'renew', incidentId: 'inc_1' })],
  too_many_commands: [subscriptions.tooManyCommands()],
};

/** Refusals for which the caller can only name something else. */
const withoutRemedy: readonly RefusalCode[] = [
  'attachment_not_found',
  'clock_is_real_time',
  'not_archived',
  'not_found',
  'pending_change_not_found',
  'subscription_already_exists',
  'subscription_not_found',
];

/** A remedy follows a colon, or contains "must" or "required". */
const remedy = /: (?!\d)|\bmust\b|\brequires\b|\bonly\b|already archived/;

const samples = Object.entries(refusals).flatMap(([code, ofCode]) => ofCode.map(({ error }) => [code, error] as const));

const camelCase = (code: string): string => code.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

describe('the refusals', () => {
  it('have exactly one function for each code, named after it', () => {
    const modules = [
      addOns,
      catalogue,
      images,
      offerings,
      pendingChanges,
      policies,
      prices,
      quantities,
      requests,
      subscriptions,
      times,
      versions,
    ];
    expect(modules.flatMap((each) => Object.keys(each)).toSorted()).toEqual(Object.keys(refusals).map(camelCase).toSorted());
  });

  it.each(samples)('%s has the code of its function', (code, error) => {
    expect(error.code).toBe(code);
  });

  it.each(samples)('%s and its issues are full sentences', (_code, { message, issues: found = [] }) => {
    for (const sentence of [message, ...found.map(({ detail }) => detail)]) {
      expect(sentence).toMatch(/^[A-Z`\d].*\.$/);
      expect(sentence).not.toMatch(/ {2}|such thing|undefined|null|\bfault of ours\b/);
      expect(sentence.length).toBeLessThanOrEqual(200);
    }
  });

  it.each(samples.filter(([code]) => !withoutRemedy.some((each) => each === code)))(
    '%s says what to do',
    (_code, { message }) => {
      expect(message).toMatch(remedy);
    },
  );

  it.each(samples)('%s points to fields of the request; its own issue has the same code and sentence', (code, error) => {
    const found = error.issues ?? [];
    const own = found.filter((issue) => !issues.includes(issue));
    expect(found.every(({ pointer }) => pointer.startsWith('/'))).toBe(true);
    expect(own).toEqual(own.map(({ pointer }) => ({ code, pointer, detail: error.message })));
  });
});
