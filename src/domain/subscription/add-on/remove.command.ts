import { resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { accepted, refused } from '../../refusal.ts';
import { applyRemoval } from './remove.effect.ts';
import { findAttachment } from './attachments.ts';
import type { RemoveAddOn } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { creditPolicyKeys } from '../model/pinned-policies.ts';
import { addOnVersion, policySourcesOf } from '../offer/offerings.ts';
import { changesOf, clearConflicts, refuseAfterEnd, schedule } from '../calendar/schedule.ts';
import { decideTiming } from '../calendar/effective-time.ts';

/** Removes an add-on: at the end of the period by default, with access until then and no credit (semantics rows 4, 5, 12). */
export const removeAddOn: Handler<RemoveAddOn> = (recorder, command, { at }) => {
  const { state, facts } = recorder;
  const found = findAttachment(state, command.attachmentId);
  if (!found.ok) return found;
  const attachment = found.value;
  const overrides = command.actor === 'admin' && command.reason !== undefined;
  if (attachment.requirement === 'mandatory' && !overrides) return mandatory(attachment.addOnKey, command.actor);
  const addOn = addOnVersion(facts, attachment.versionId);
  const sources = policySourcesOf(state, facts, { addOn, command: command.policies });
  const timing = decideTiming(state, at, { policy: resolvePolicy('detach.when', sources), command });
  if (!timing.ok) return timing;
  const { effectiveAt, isNow } = timing.value;
  const cleared = clearConflicts(recorder, at, {
    conflicts: changesOf(state, attachment.id),
    policy: resolvePolicy('pending.conflict', sources),
    actor: command.actor,
  });
  if (!cleared.ok) return cleared;
  const policies = withPolicy(resolvePolicies(creditPolicyKeys, sources), timing.value.policy);
  const reason = command.reason ?? null;
  if (isNow) {
    applyRemoval(recorder, at, { attachmentId: attachment.id, ending: 'canceled', reason, policies });
    return accepted(attachment.id);
  }
  const open = refuseAfterEnd(state, effectiveAt);
  if (!open.ok) return open;
  const change = { type: 'removeAddOn', attachmentId: attachment.id, reason, policies } as const;
  schedule(recorder, change, { at, effectiveAt, actor: command.actor });
  return accepted(attachment.id);
};

const mandatory = (addOnKey: string, actor: string) =>
  refused(
    'add_on_mandatory',
    actor === 'admin'
      ? `${addOnKey} comes with the plan: an administrator may remove it by giving a reason.`
      : `${addOnKey} comes with the plan and cannot be removed.`,
    { meta: { addOnKey } },
  );
