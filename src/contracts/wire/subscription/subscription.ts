import { z } from 'zod';
import { scheduledCommandTypes } from '../../commands.ts';
import { creditNoteView, invoiceView } from './invoice.ts';
import { entitlementView } from './entitlement.ts';
import { listOf, pageQuery } from '../shared/list.ts';
import { resolvedPolicies } from '../shared/policies.ts';
import { cadence, id, instantOut, key, quantityOut } from '../shared/scalars.ts';
import { timelineEntry } from './timeline.ts';

const subscriptionStatus = z.enum(['pending', 'trial', 'active', 'canceled', 'expired']);

const addOnView = z
  .object({
    id: z.string(),
    addOnKey: z.string(),
    version: z.int(),
    requirement: z.enum(['mandatory', 'optional']),
    status: z.enum(['active', 'trial', 'ending', 'canceled', 'expired']),
    quantity: quantityOut,
    startedAt: instantOut,
    endsAt: instantOut.nullable(),
    cyclesLeft: z.int().nullable(),
  })
  .meta({
    id: 'SubscriptionAddOn',
    description: 'An add-on of a subscription; one that is "ending" gives access until endsAt.',
  });
export type SubscriptionAddOnView = z.output<typeof addOnView>;

const pendingChange = z
  .object({
    id: z.string(),
    command: z.looseObject({ type: z.enum(scheduledCommandTypes) }),
    effectiveAt: instantOut,
    quote: z.null(),
  })
  .meta({ id: 'PendingChange', description: 'A scheduled change, which can be cancelled until it takes effect.' });
export type PendingChangeView = z.output<typeof pendingChange>;

const subscriptionFields = {
  id: z.string(),
  revision: z.int(),
  customerId: z.string(),
  planKey: z.string().nullable().describe('Null for a single purchase.'),
  planVersion: z.int().nullable(),
  singlePurchaseKey: z.string().nullable().describe('Null for a plan.'),
  singlePurchaseVersion: z.int().nullable(),
  status: subscriptionStatus,
  at: instantOut.describe("The subscription's time: its sandbox clock, or now."),
  currency: z.string(),
  cadence,
  timeZone: z.string(),
  anchorAt: instantOut.describe('The instant from which the billing boundaries are counted.'),
  trialEndsAt: instantOut.nullable(),
  cancelAt: instantOut.nullable(),
  runsInRealTime: z.boolean(),
  currentPeriod: z.object({ start: instantOut, end: instantOut, number: z.int() }).nullable(),
  nextWakeAt: instantOut.nullable(),
  stuck: z
    .object({ since: instantOut, dueAt: instantOut, incidentId: z.string() })
    .nullable()
    .describe('The due thing that fails by an internal error and is retried automatically; null if none does.'),
  policies: resolvedPolicies.describe('The policies for a change now, unless the change or the add-on sets others.'),
  addOns: z.array(addOnView),
  pending: z.array(pendingChange),
};

export const subscriptionView = z.object(subscriptionFields).meta({ id: 'Subscription' });
export type SubscriptionView = z.output<typeof subscriptionView>;
export const subscriptionList = listOf(subscriptionView, 'SubscriptionList');
export const subscriptionQuery = pageQuery.extend({
  customerId: id.exactOptional().describe('Only those of this customer, by id or key.'),
  planKey: key.exactOptional().describe('Only those of this plan or single purchase.'),
  status: subscriptionStatus
    .exactOptional()
    .describe('Only those whose stored status is this: what has fallen due since the last decision does not count.'),
});

const documents = { invoices: z.array(invoiceView), creditNotes: z.array(creditNoteView) };

export const createdSubscription = z
  .object({ ...subscriptionFields, firstInvoice: invoiceView.nullable(), invoices: z.array(invoiceView) })
  .meta({ id: 'CreatedSubscription' });

export const commandAnswer = z.object({ subscription: subscriptionView, ...documents, pending: z.array(pendingChange) }).meta({
  id: 'CommandAnswer',
  description: 'The subscription after the command, with the documents that it issued and the changes that it scheduled.',
});

export const addOnAnswer = commandAnswer.extend({ addOn: addOnView.nullable() }).meta({
  id: 'AddOnCommandAnswer',
  description: 'The subscription after the command, with its add-on, which is null if it is only scheduled.',
});

export const advanceAnswer = z
  .object({ subscription: subscriptionView, happened: z.array(timelineEntry), invoices: z.array(invoiceView) })
  .meta({ id: 'AdvanceClockAnswer', description: 'The subscription after the advance, and what happened, oldest first.' });

export const acceptedCommand = z
  .object({ requestId: z.string(), subscriptionId: z.string() })
  .meta({ id: 'AcceptedCommand', description: 'The command was accepted; the timeline will show its request id.' });

export const pendingList = listOf(pendingChange, 'PendingChangeList');

const entitlementChange = z
  .object({
    featureKey: z.string(),
    change: z.enum(['gained', 'lost', 'changed']),
    effectiveAt: instantOut,
    before: entitlementView.nullable(),
    after: entitlementView.nullable(),
  })
  .meta({ id: 'EntitlementChange' });

export const preview = z
  .object({
    quoteId: z.string(),
    expiresAt: instantOut.nullable(),
    ...documents,
    entitlementChanges: z.array(entitlementChange),
    subscription: subscriptionView,
  })
  .meta({ id: 'Preview', description: 'The effect that a command would have. Nothing is written.' });
export type PreviewView = z.output<typeof preview>;
