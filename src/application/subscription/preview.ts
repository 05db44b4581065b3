import type { EntitlementChange } from '../../contracts/wire/subscription/subscription.ts';
import { mergeEntitlements, type MergedEntitlement } from '../../domain/entitlement/merge.ts';
import { accepted, type Refusal, type Result } from '../../domain/refusal.ts';
import type { Command } from '../../domain/subscription/model/commands.ts';
import { type Consequences, consequencesOf } from '../../domain/subscription/outcome/consequences.ts';
import { decide } from '../../domain/subscription/decide.ts';
import { quoteId } from '../../domain/subscription/outcome/quote.ts';
import { initial, type Subscription } from '../../domain/subscription/model/state.ts';
import { earlierOf, type Instant } from '../../domain/time/instant.ts';
import { startOfNextLocalDay } from '../../domain/time/local-date.ts';
import { type Answer, ok, refusal } from '../../api/http/answer.ts';
import { toApiEntitlement } from '../../api/subscription/entitlement.convert.ts';
import { toApiDraftCreditNote, toApiDraftInvoice } from '../../api/subscription/invoice.convert.ts';
import { toApiSubscription } from '../../api/subscription/subscription.convert.ts';
import { advanceInMemory, gatherFacts, mostPreviewed, ownTime, project, type Projectable } from './current.ts';
import type { SubscriptionReads, SubscriptionRecord } from '../ports/subscriptions.ts';

/** What a command would make of a subscription. */
export interface CommandPreview {
  readonly quoteId: string;
  readonly before: Projectable;
  readonly after: SubscriptionRecord;
  readonly consequences: Consequences;
}

/** Decides a command on a subscription in memory, by the same functions that the workflow has decided by. Nothing is written. */
async function previewCommand(
  reads: SubscriptionReads,
  tenantId: string,
  asked: { readonly before: Projectable; readonly command: Command; readonly at: Instant },
): Promise<Result<CommandPreview>> {
  const { before, command, at } = asked;
  const { state, revision, id: subscriptionId } = before;
  const facts = await gatherFacts(reads, tenantId, { state, command });
  const decision = decide(state, command, { subscriptionId, revision, at, facts });
  if (!decision.ok) return decision;
  return accepted({
    quoteId: quoteId(decision.value.events),
    before,
    after: project(before, decision.value),
    consequences: consequencesOf(state, decision.value),
  });
}

/** The same of a subscription that exists. Where the command moves its clock, what is due on the way is looked over first. */
export async function previewCommandOn(
  reads: SubscriptionReads,
  tenantId: string,
  asked: { readonly before: SubscriptionRecord; readonly command: Command; readonly at: Instant },
): Promise<Result<CommandPreview>> {
  const { before: record, command } = asked;
  if (command.type !== 'advanceClock' || record.state.terms.clock !== 'sandbox') return previewCommand(reads, tenantId, asked);
  const reached = await advanceInMemory(reads, tenantId, { record, at: command.to, most: mostPreviewed });
  return reached.ok ? previewCommand(reads, tenantId, asked) : reached;
}

/** Decides the creation of a subscription in memory. */
export const previewCreation = (
  reads: SubscriptionReads,
  tenantId: string,
  { command, at }: { readonly command: Command; readonly at: Instant },
): Promise<Result<CommandPreview>> =>
  previewCommand(reads, tenantId, {
    before: { id: previewedId, revision: 0, state: initial, nextWakeAt: null, addOns: [], stuck: null },
    command,
    at,
  });

/** The id that a subscription has in the preview of its creation. */
const previewedId = 'sub_preview';

/** A preview on the wire. `now` is the wall clock; a quote of a standing clock is told in its own time. */
export function answerPreview(
  preview: Result<CommandPreview>,
  { now, requestId }: { readonly now: Instant; readonly requestId: string },
): Answer {
  if (!preview.ok) return refuse(preview.error, requestId);
  const { before, after, consequences, quoteId: id } = preview.value;
  const owner = { subscriptionId: after.id, customerId: after.state.terms.customerId };
  const at = ownTime(after, now);
  return ok({
    quoteId: id,
    expiresAt: expiryOf(after, at),
    invoices: consequences.invoices.map((invoice) => toApiDraftInvoice(invoice, owner)),
    creditNotes: consequences.creditNotes.map((note) => toApiDraftCreditNote(note, owner)),
    entitlementChanges: changesOfAccess(before, after, at),
    subscription: toApiSubscription(after, now),
  });
}

const refuse = (error: Refusal, requestId: string): Answer => refusal(error, requestId);

/** Amounts are prorated by the local day and change at boundaries: until the earlier of the two a quote will still be true. */
function expiryOf({ state, nextWakeAt }: SubscriptionRecord, at: Instant): Instant {
  const tomorrow = startOfNextLocalDay(at, state.terms.timeZone);
  return nextWakeAt === null ? tomorrow : earlierOf(tomorrow, nextWakeAt);
}

/** Which features are gained, lost or changed at once; what a scheduled change will do later is not among them. */
function changesOfAccess(before: Projectable, after: SubscriptionRecord, at: Instant): readonly EntitlementChange[] {
  const earlier = entitlementsOf(before.state, after.id, at);
  const later = entitlementsOf(after.state, after.id, at);
  return [...new Set([...earlier.keys(), ...later.keys()])].toSorted().flatMap((featureKey) => {
    const was = earlier.get(featureKey);
    const is = later.get(featureKey);
    const change = kindOfChange(was, is);
    if (change === null) return [];
    return [
      {
        featureKey,
        change,
        effectiveAt: at,
        before: was ? toApiEntitlement(was) : null,
        after: is ? toApiEntitlement(is) : null,
      },
    ];
  });
}

function entitlementsOf(state: Subscription, subscriptionId: string, at: Instant): ReadonlyMap<string, MergedEntitlement> {
  if (state.phase !== 'running') return new Map();
  const sources = state.grants.map((grant) => ({ grant, subscriptionId, at }));
  return new Map(mergeEntitlements(sources).map((entitlement) => [entitlement.featureKey, entitlement]));
}

function kindOfChange(
  was: MergedEntitlement | undefined,
  is: MergedEntitlement | undefined,
): EntitlementChange['change'] | null {
  if (is === undefined) return was === undefined ? null : 'lost';
  if (was === undefined) return 'gained';
  const isSame = (['value', 'limit', 'quota', 'remaining', 'resetsAt'] as const).every((field) => was[field] === is[field]);
  return isSame ? null : 'changed';
}
