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
import type { Departure } from '../add-on/remove.effect.ts';

/**
 * Ends the subscription with all its attachments at the same instant (semantics row 27). What is still scheduled is canceled,
 * and what no invoice carries yet goes on a final one.
 */
export function applyCancel(recorder: Recorder, at: Instant, { ending, reason, policies }: Departure): null {
  for (const { id } of recorder.state.pending) {
    recorder.record(at, { type: 'ScheduledChangeCanceled', changeId: id, because: 'the subscription ended', policies: {} });
  }
  const { attachments } = recorder.state;
  const parts = [
    { attachmentId: null, to: '0', policies },
    ...attachments.map((attachment) => ({
      attachmentId: attachment.id,
      to: '0',
      policies: narrowPolicies(recorder, attachment, policies),
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

/** Ends a subscription that has not started: nothing was charged or given, nothing is scheduled, and no policy has a say. */
export function withdrawOrder(recorder: Recorder, at: Instant, { reason }: OrderWithdrawal): null {
  recorder.record(at, { type: 'SubscriptionEnded', ending: 'canceled', reason, policies: {} });
  return null;
}

/**
 * The policies of a cancellation as they hold for one attachment: what its add-on or the plan's link to it says goes before what
 * the plan, the tenant or the default says, and after what the command says (semantics §1).
 */
function narrowPolicies({ state, facts }: Situation, attachment: Attachment, policies: CreditPolicies): CreditPolicies {
  const sources = policySourcesOf(state, facts, { addOn: addOnVersion(facts, attachment.versionId) });
  // When the add-on ends is not its own choice: it ends with the subscription.
  const own = resolvePolicies(creditPolicyKeys, sources);
  return {
    ...policies,
    'credit.form': narrower(policies['credit.form'], own['credit.form']),
    'proration.unit': narrower(policies['proration.unit'], own['proration.unit']),
  };
}

const narrower = <P extends ResolvedPolicy>(pinned: P, own: P): P =>
  pinned.level !== 'command' && (own.level === 'planAddOn' || own.level === 'addOn') ? own : pinned;
