import { resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { accepted } from '../../refusal.ts';
import { addOnMandatory } from '../../refusals/add-ons.ts';
import { findAttachment } from './attachments.ts';
import type { RemoveAddOn } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { creditPolicyKeys } from '../model/pinned-policies.ts';
import { addOnVersion, policySourcesOf } from '../offer/offerings.ts';
import { changesOf, refuseAfterEnd, replaceConflicts } from '../calendar/conflicts.ts';
import { decideTiming } from '../calendar/effective-time.ts';

/**
 * Removes an attachment: by default at the end of the period, with access until then and no credit (semantics rows 4, 5). Refuses
 * `add_on_mandatory` for a mandatory one, except to an administrator with a reason (row 12).
 * @rule 0-30, 2-6, 2-20
 */
export const removeAddOn: Handler<RemoveAddOn> = (state, command, { at, facts }) => {
  const { actor, reason = null } = command;
  const found = findAttachment(state, command.attachmentId);
  if (!found.ok) return found;
  const { id: attachmentId, addOnKey, versionId, requirement } = found.value;
  const overrides = actor === 'admin' && reason !== null;
  if (requirement === 'mandatory' && !overrides) return addOnMandatory({ addOnKey, actor });
  const sources = policySourcesOf(state, facts, { addOn: addOnVersion(facts, versionId), command: command.policies });
  const timing = decideTiming(state, at, { policy: resolvePolicy('detach.when', sources), command });
  if (!timing.ok) return timing;
  const { effectiveAt } = timing.value;
  const replaces = replaceConflicts(changesOf(state, attachmentId), { actor, sources });
  if (!replaces.ok) return replaces;
  const open = refuseAfterEnd(state, effectiveAt);
  if (!open.ok) return open;
  const policies = withPolicy(resolvePolicies(creditPolicyKeys, sources), timing.value.policy);
  const change = { type: 'removeAddOn', attachmentId, reason, policies, effectiveAt, scheduledAt: at, actor } as const;
  return accepted({ type: 'amend', change, replaces: replaces.value });
};
