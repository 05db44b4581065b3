import type { CreditPolicies } from '../model/pinned-policies.ts';
import type { Instant } from '../../time/instant.ts';
import { creditUnused } from '../charge/credits.ts';
import { endGrants, grantsOf } from '../charge/grants.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Ending } from '../model/state.ts';

/** How something ends, and under which policies its unused time is credited. */
export interface EndTerms {
  readonly ending: Ending;
  readonly reason: string | null;
  readonly policies: CreditPolicies;
}

/** Ends one attachment: its access, and its unused billed time where the policy credits it. Answers its id. */
export function applyRemoval(recorder: Recorder, at: Instant, terms: EndTerms & { readonly attachmentId: string }): string {
  const { attachmentId, policies, ending, reason } = terms;
  recorder.record(at, ...creditUnused(recorder, at, [{ attachmentId, to: '0', policies }]));
  recorder.record(at, ...endGrants(grantsOf(recorder.state, attachmentId)));
  recorder.record(at, { type: 'AddOnEnded', attachmentId, ending, reason, policies });
  return attachmentId;
}
