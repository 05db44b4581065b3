import type { CreditPolicies } from '../model/pinned-policies.ts';
import type { AttachmentId } from '../../ids.ts';
import type { Instant } from '../../time/instant.ts';
import { creditUnused } from '../charge/credits.ts';
import { endGrants, grantsOf } from '../charge/grants.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Ending } from '../model/state.ts';

/** How something ends, and the policies that credit its unused time. */
export interface EndTerms {
  readonly ending: Ending;
  readonly reason: string | null;
  readonly policies: CreditPolicies;
}

/** Ends an attachment and its grants, and credits unused time as the policy says (semantics row 5). Returns its id. */
export function applyRemoval(
  recorder: Recorder,
  at: Instant,
  terms: EndTerms & { readonly attachmentId: AttachmentId },
): AttachmentId {
  const { attachmentId, policies, ending, reason } = terms;
  recorder.record(at, ...creditUnused(recorder, at, [{ attachmentId, to: '0', policies }]));
  recorder.record(at, ...endGrants(grantsOf(recorder.state, attachmentId)));
  recorder.record(at, { type: 'AddOnEnded', attachmentId, ending, reason, policies });
  return attachmentId;
}
