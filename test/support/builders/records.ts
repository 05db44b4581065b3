import type { AttachmentRecord } from '../../../src/application/ports/subscriptions.ts';
import type { InvoiceLine } from '../../../src/domain/billing/invoice.ts';
import { toAttachmentId, toSubscriptionId } from '../../../src/domain/ids.ts';
import type {
  AddOnVersion,
  Offering,
  OfferingVersion,
  PlanAddOn,
  PlanVersion,
} from '../../../src/domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { Grant } from '../../../src/domain/entitlement/grant.ts';
import { resolveAllPolicies } from '../../../src/domain/policy/policy.ts';
import type { SubscriptionEvent } from '../../../src/domain/subscription/model/events.ts';
import type { Attachment, Terms } from '../../../src/domain/subscription/model/state.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import { aLink as builtLink, aPlan, anAddOn as anAddOnVersion, flat, monthly } from './offerings.ts';

// The gym of document 002: the plan Basic and the add-on Filtered Water.

export const subscriptionId = toSubscriptionId('sub_1');
export const attachmentId = toAttachmentId('att_1');

export const march = '2026-03-01T00:00:00.000Z' as Instant;
export const midMarch = '2026-03-18T00:00:00.000Z' as Instant;
export const april = '2026-04-01T00:00:00.000Z' as Instant;
export const may = '2026-05-01T00:00:00.000Z' as Instant;

// Copies, since MikroORM assigns to the properties of what it writes, and the builders return frozen values.

export const basic: PlanVersion = structuredClone(aPlan({ productKey: 'gym', status: 'draft', rateCards: [] }));

export const water: AddOnVersion = structuredClone(
  anAddOnVersion({ productKey: 'gym', key: 'water', status: 'draft', name: 'Filtered Water', rateCards: [] }),
);

export const aLink = (addOnKey: string, link: Partial<PlanAddOn> = {}): PlanAddOn => structuredClone(builtLink(addOnKey, link));

/** 12.00 a month. */
export const aPrice = (id: string): PricePoint => structuredClone({ ...flat('12.00'), id, key: id });

export const anOffering = (latest: OfferingVersion): Offering => ({
  id: `off_${latest.key}`,
  kind: latest.kind,
  key: latest.key,
  productKey: latest.productKey,
  archived: false,
  revision: 1,
  latest,
  launched: null,
});

const aTerms = (id: string, given: Partial<Terms> = {}): Terms => ({
  id: toSubscriptionId(id),
  customerId: 'cus_ann',
  base: { kind: 'plan', key: 'basic', version: 1, versionId: basic.id },
  recurring: true,
  currency: 'USD',
  cadence: monthly,
  timeZone: 'UTC',
  clock: 'wall',
  createdAt: march,
  startAt: march,
  anchorAt: march,
  trialEndsAt: null,
  ownPolicies: {},
  policies: resolveAllPolicies({}),
  order: [],
  ...given,
});

export const anAttachment = (given: Partial<Attachment> = {}): Attachment => ({
  id: attachmentId,
  addOnKey: 'water',
  version: 1,
  versionId: water.id,
  linkVersionId: null,
  requirement: 'optional',
  instance: 'single',
  quantity: '1',
  startedAt: midMarch,
  freeUntil: null,
  recurring: true,
  ...given,
});

/** An ended add-on as its row has it: the row does not hold the link version of its prices, nor whether it recurs. */
export function aStoredAttachment(given: Partial<AttachmentRecord> = {}): AttachmentRecord {
  const { linkVersionId: _link, recurring: _recurring, ...stored } = anAttachment();
  return { ...stored, endedAt: april, ending: 'canceled', ...given };
}

export const aGrant = (given: Partial<Grant> = {}): Grant => ({
  id: 'gra_1',
  featureKey: 'water',
  attachmentId,
  offeringKey: 'water',
  rateCardKey: 'water',
  entitlement: { kind: 'boolean' },
  quantity: '1',
  startsAt: midMarch,
  endsAt: null,
  windowAnchorAt: null,
  timeZone: 'UTC',
  cause: { kind: 'reason', reason: 'noPrice' },
  ...given,
});

/** 20.00 a month from 18 March: 14 of 31 days, 9.03 (semantics §5). */
export const aLine = (given: Partial<InvoiceLine> = {}): InvoiceLine => ({
  id: 'lin_1',
  kind: 'proration',
  offeringKey: 'water',
  offeringKind: 'addOn',
  offeringVersion: 1,
  attachmentId,
  rateCardKey: 'water',
  priceId: 'pri_1',
  description: 'Filtered Water',
  quantity: '1',
  unitAmount: '20.00',
  amount: { amount: '9.03', currency: 'USD' },
  servicePeriod: { start: midMarch, end: april },
  fullPeriod: { start: march, end: april },
  segment: 0,
  derivation: {
    formula: 'unit amount × share',
    quantity: '1',
    unitAmount: '20.00',
    share: { numerator: 14, denominator: 31, unit: 'day' },
    exactAmount: '9.032258064516129032258064516129032',
    rounding: 'half away from zero',
    timeZone: 'UTC',
    policies: {},
  },
  grantIds: ['gra_1'],
  creditedLineId: null,
  ...given,
});

/** Half of the line, credited on the 25th: 9.03 × 7/14 → 4.52 (semantics §5). */
export const aCredit = (given: Partial<InvoiceLine> = {}): InvoiceLine =>
  aLine({
    id: 'lin_2',
    kind: 'credit',
    quantity: '-1',
    unitAmount: '9.03',
    amount: { amount: '-4.52', currency: 'USD' },
    grantIds: [],
    creditedLineId: 'lin_1',
    segment: 1,
    ...given,
  });

const firstPeriod = { number: 1, start: march, end: april, timeZoneData: '2026a' };

export const created = (id: string, given: Partial<Terms> = {}): readonly SubscriptionEvent[] => [
  { type: 'SubscriptionCreated', at: march, terms: aTerms(id, given), policies: {} },
  { type: 'PeriodStarted', at: march, period: firstPeriod },
];

export const attached = ({
  attachment = anAttachment(),
  grant = aGrant(),
  line = aLine(),
  invoiceId = 'inv_1',
} = {}): readonly SubscriptionEvent[] => [
  { type: 'AddOnAttached', at: midMarch, attachment, policies: {} },
  { type: 'GrantStarted', at: midMarch, grant: { ...grant, cause: { kind: 'charge', lineId: line.id } } },
  { type: 'ChargeRaised', at: midMarch, line, issueAt: midMarch },
  {
    type: 'InvoiceIssued',
    at: midMarch,
    invoiceId,
    reason: 'change',
    period: { start: march, end: april },
    lineIds: [line.id],
  },
];
