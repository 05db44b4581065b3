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
  .meta({ id: 'SubscriptionAddOn', description: 'An add-on from its start to its end; "ending" keeps access until endsAt.' });
export type SubscriptionAddOnView = z.output<typeof addOnView>;

const pendingChange = z
  .object({
    id: z.string(),
    command: z.looseObject({ type: z.enum(scheduledCommandTypes) }),
    effectiveAt: instantOut,
    quote: z.null(),
  })
  .meta({ id: 'PendingChange', description: 'A change that is scheduled; deleting it leaves everything as it was.' });
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
  at: instantOut.describe("The subscription's own time: the sandbox clock, or now."),
  currency: z.string(),
  cadence,
  timeZone: z.string(),
  anchorAt: instantOut.describe('What the billing boundaries are counted from.'),
  trialEndsAt: instantOut.nullable(),
  cancelAt: instantOut.nullable(),
  runsInRealTime: z.boolean(),
  currentPeriod: z.object({ start: instantOut, end: instantOut, number: z.int() }).nullable(),
  nextWakeAt: instantOut.nullable(),
  stuck: z
    .object({ since: instantOut, dueAt: instantOut, incidentId: z.string() })
    .nullable()
    .describe('What is due and fails by a fault of the server, which tries again by itself. Null while nothing does.'),
  policies: resolvedPolicies.describe('What would hold now for a change, where neither it nor an add-on says otherwise.'),
  addOns: z.array(addOnView),
  pending: z.array(pendingChange),
};

export const subscriptionView = z.object(subscriptionFields).meta({ id: 'Subscription' });
export type SubscriptionView = z.output<typeof subscriptionView>;
export const subscriptionList = listOf(subscriptionView, 'SubscriptionList');
export const subscriptionQuery = pageQuery.extend({
  customerId: id.exactOptional().describe('Of one customer only, by id or key.'),
  planKey: key.exactOptional().describe('Of one plan or single purchase only.'),
  status: subscriptionStatus
    .exactOptional()
    .describe('In this status only, by what was written last: what has fallen due since does not count.'),
});

const documents = { invoices: z.array(invoiceView), creditNotes: z.array(creditNoteView) };

export const createdSubscription = z
  .object({ ...subscriptionFields, firstInvoice: invoiceView.nullable(), invoices: z.array(invoiceView) })
  .meta({ id: 'CreatedSubscription' });

export const commandAnswer = z.object({ subscription: subscriptionView, ...documents, pending: z.array(pendingChange) }).meta({
  id: 'CommandAnswer',
  description: 'The subscription after the command, with the documents that it made and the changes that it scheduled.',
});

export const addOnAnswer = commandAnswer
  .extend({ addOn: addOnView.nullable() })
  .meta({ id: 'AddOnCommandAnswer', description: 'As every command; the add-on is null while its attach is only scheduled.' });

export const advanceAnswer = z
  .object({ subscription: subscriptionView, happened: z.array(timelineEntry), invoices: z.array(invoiceView) })
  .meta({ id: 'AdvanceClockAnswer', description: 'What happened on the way, oldest first.' });

export const acceptedCommand = z
  .object({ requestId: z.string(), subscriptionId: z.string() })
  .meta({ id: 'AcceptedCommand', description: 'The command is on its way; the timeline will name this request.' });

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
  .meta({ id: 'Preview', description: 'What a command would do. Nothing is written.' });
export type PreviewView = z.output<typeof preview>;
