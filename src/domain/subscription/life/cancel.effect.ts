import { type ResolvedPolicy, resolvePolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import { creditUnused } from '../charge/credits.ts';
import { endGrants, grantsOf } from '../charge/grants.ts';
import { addOnVersion, policySourcesOf } from '../offer/offerings.ts';
import { type CreditPolicies, creditPolicyKeys } from '../model/pinned-policies.ts';
import type { OrderWithdrawal } from '../model/change.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Situation } from '../model/situation.ts';
import { issueFinalInvoice } from '../charge/invoicing.ts';
import type { Attachment } from '../model/state.ts';
import type { EndTerms } from '../add-on/remove.effect.ts';

/**
 * Ends the subscription and all its attachments at one instant (semantics row 27): cancels pending changes, credits unused time and
 * bills all unbilled lines on a final invoice.
 */
export function applyCancel(recorder: Recorder, at: Instant, { ending, reason, policies }: EndTerms): null {
  for (const { id } of recorder.state.pending) {
    recorder.record(at, { type: 'ScheduledChangeCanceled', changeId: id, because: 'the subscription ended', policies: {} });
  }
  const { attachments } = recorder.state;
  const parts = [
    { attachmentId: null, to: '0', policies },
    ...attachments.map((attachment) => ({
      attachmentId: attachment.id,
      to: '0',
      policies: creditPoliciesFor(recorder, attachment, policies),
    })),
  ];
  recorder.record(at, ...creditUnused(recorder, at, parts));
  for (const { attachmentId, policies: own } of parts) {
    recorder.record(at, ...endGrants(grantsOf(recorder.state, attachmentId)));
    if (attachmentId !== null) recorder.record(at, { type: 'AddOnEnded', attachmentId, ending, reason, policies: own });
  }
  recorder.record(at, ...issueFinalInvoice(recorder));
  recorder.record(at, { type: 'SubscriptionEnded', ending, reason, policies });
  return null;
}

/** Ends a subscription that has not started: it has no charges, grants or pending changes, and no policy applies. */
export function withdrawOrder(recorder: Recorder, at: Instant, { reason }: OrderWithdrawal): null {
  recorder.record(at, { type: 'SubscriptionEnded', ending: 'canceled', reason, policies: {} });
  return null;
}

/**
 * The credit policies of a cancellation for one attachment: its link and its add-on override plan, tenant and default, but not the
 * command (semantics §1).
 */
function creditPoliciesFor({ state, facts }: Situation, attachment: Attachment, policies: CreditPolicies): CreditPolicies {
  const sources = policySourcesOf(state, facts, { addOn: addOnVersion(facts, attachment.versionId) });
  // The timing policy of the add-on does not apply: it ends with the subscription.
  const own = resolvePolicies(creditPolicyKeys, sources);
  return {
    ...policies,
    'credit.form': moreSpecific(policies['credit.form'], own['credit.form']),
    'proration.unit': moreSpecific(policies['proration.unit'], own['proration.unit']),
  };
}

const moreSpecific = <P extends ResolvedPolicy>(pinned: P, own: P): P =>
  pinned.level !== 'command' && (own.level === 'planAddOn' || own.level === 'addOn') ? own : pinned;
