import type { Issue, Refused } from '../refusal.ts';
import type { AttachmentId } from '../ids.ts';
import type { Instant } from '../time/instant.ts';
import { refused } from './refused.ts';
import { quoted, quotedList, sentencesOf } from './words.ts';

interface OfAddOn {
  readonly addOnKey: string;
}

/** The version of the plan or single purchase. */
interface OnBase {
  readonly base: { readonly key: string; readonly version: number };
}

/** A single add-on: already attached, attached until an instant after that of the command, or twice in the order. */
export const addOnAlreadyAttached = ({
  addOnKey,
  because,
}: OfAddOn & { readonly because: 'held' | 'ordered twice' | { readonly until: Instant } }): Refused => {
  const code = 'add_on_already_attached';
  if (because === 'ordered twice')
    return refused(code, `${quoted(addOnKey)} is in ${quoted('addOns')} twice: name it once, with its quantity.`);
  if (because === 'held')
    return refused(
      code,
      `${quoted(addOnKey)} is sold once per subscription and is already attached or scheduled: remove it first.`,
    );
  const detail = `${quoted(addOnKey)} is sold once per subscription and was attached until ${because.until}: state that instant or a later one in ${quoted('at')}.`;
  return refused(code, detail, { issues: [{ code, pointer: '/at', detail }] });
};

/** An archived add-on cannot be linked, nor bought through a `base` version that is no longer on sale. */
export const addOnArchived = ({ addOnKey, base }: OfAddOn & Partial<OnBase>): Refused => {
  const code = 'add_on_archived';
  if (base === undefined) return refused(code, `The add-on ${quoted(addOnKey)} is archived: unarchive it before you link it.`);
  const detail = `${quoted(addOnKey)} is archived and no longer sold with version ${base.version} of ${quoted(base.key)}: unarchive it first.`;
  return refused(code, detail, { issues: [{ code, pointer: '/addOnKey', detail }] });
};

export const addOnNotLaunched = ({ addOnKey }: OfAddOn): Refused =>
  refused('add_on_not_launched', `The add-on ${quoted(addOnKey)} is not launched: launch it first.`);

export const addOnNotLinked = ({ addOnKey, base }: OfAddOn & OnBase): Refused => {
  const code = 'add_on_not_linked';
  const detail = `${quoted(addOnKey)} is not an add-on of version ${base.version} of ${quoted(base.key)}: link it first.`;
  return refused(code, detail, { issues: [{ code, pointer: '/addOnKey', detail }] });
};

/** `level` is where the visibility is set: on the link or on the add-on. */
export const addOnNotVisible = ({ addOnKey, level }: OfAddOn & { readonly level: 'planAddOn' | 'addOn' }): Refused =>
  refused('add_on_not_visible', `${quoted(addOnKey)} is not visible to customers: ask an administrator to attach it.`, {
    meta: { policy: 'visibility', level },
  });

/** The restriction that the buyer does not meet. */
type Restriction =
  { readonly plans: readonly string[] } | { readonly accountTypes: readonly string[] } | { readonly roles: readonly string[] };

export const addOnRestricted = ({ addOnKey, only }: OfAddOn & { readonly only: Restriction }): Refused =>
  refused('add_on_restricted', `${quoted(addOnKey)} is sold ${buyersOf(only)}.`, { meta: only });

function buyersOf(only: Restriction): string {
  if ('plans' in only) return `only with ${quotedList(only.plans)}: choose one of these`;
  if ('accountTypes' in only) return `only to customers of the account type ${quotedList(only.accountTypes)}`;
  return `only to buyers with the role ${quotedList(only.roles)}: state ${quoted('role')}`;
}

/** `policy` is the trial policy that blocks it, `level` the level that set that policy (semantics row 14). */
export const addOnBlockedInTrial = ({
  addOnKey,
  ...meta
}: OfAddOn & { readonly policy: string; readonly level: string; readonly trialEndsAt: Instant }): Refused =>
  refused(
    'add_on_blocked_in_trial',
    `${quoted(addOnKey)} cannot be added during the trial: add it from ${meta.trialEndsAt} on.`,
    { meta },
  );

/** A mandatory add-on: only an administrator can remove it, with a reason. */
export const addOnMandatory = ({ addOnKey, actor }: OfAddOn & { readonly actor: 'admin' | 'customer' }): Refused =>
  refused(
    'add_on_mandatory',
    actor === 'admin'
      ? `${quoted(addOnKey)} is mandatory: state a ${quoted('reason')} to remove it as an administrator.`
      : `${quoted(addOnKey)} is mandatory: only an administrator can remove it.`,
    { meta: { addOnKey } },
  );

/** `phase` is the current phase, `fromPhase` the first one in which the add-on is sold. */
export const addOnNotInPhase = ({
  addOnKey,
  baseKey,
  ...meta
}: OfAddOn & { readonly baseKey: string; readonly fromPhase: string | null; readonly phase: string | null }): Refused =>
  refused(
    'add_on_not_in_phase',
    `${quoted(addOnKey)} is sold from the phase ${quoted(String(meta.fromPhase))} of ${quoted(baseKey)} on: attach it then.`,
    { meta },
  );

export const attachmentNotFound = ({ attachmentId }: { readonly attachmentId: AttachmentId }): Refused =>
  refused(
    'attachment_not_found',
    `The subscription has no attachment ${quoted(attachmentId)}: it has ended, or the id is wrong.`,
  );

/** The add-on and the subscription both set these features, one issue for each. */
export const entitlementNotExtendable = (issues: readonly Issue[]): Refused =>
  refused('entitlement_not_extendable', sentencesOf(issues), { issues });
