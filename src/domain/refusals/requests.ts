import type { Issue, Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { sentencesWithPointers, quoted } from './words.ts';

/** The input does not fit the schema, or cannot be parsed. */
export const invalidRequest = (issues: readonly Issue[]): Refused =>
  refused('invalid_request', sentencesWithPointers(issues), { issues });

/** An API key cannot revoke itself. */
export const apiKeyInUse = (): Refused =>
  refused('api_key_in_use', `The key cannot revoke itself: use another key with the scope ${quoted('admin')}.`);

/** `If-Match` is not a revision. `kind` is the noun of the resource, such as `plan`. */
export const ifMatchInvalid = ({ kind }: { readonly kind: string }): Refused =>
  refused('if_match_invalid', `${quoted('If-Match')} must be the ETag of the ${kind}, such as "12".`);

/** The expected revision is not the current one. `kind` is the noun of the resource, such as `subscription`. */
export const revisionMismatch = ({
  kind,
  revision,
  expected,
}: {
  readonly kind: string;
  readonly revision: number;
  readonly expected: number;
}): Refused =>
  refused(
    'revision_mismatch',
    `The revision of the ${kind} is ${revision}, not ${expected}: read the ${kind} again and repeat the request.`,
    {
      meta: { revision },
    },
  );

/** `key` is the header of a request, or the id of a message. */
export const idempotencyKeyReused = (key: 'Idempotency-Key' | 'requestId'): Refused =>
  refused('idempotency_key_reused', `This ${quoted(key)} was used for another request: use a new one.`);

/** The outcomes of the quote only, and of a decision now only. */
interface Differences {
  readonly quotedOnly: readonly string[];
  readonly nowOnly: readonly string[];
}

/** The id is not that of a quote, or the outcome has changed since. */
export const quoteStale = (because: 'unreadable' | 'changed' | Differences): Refused =>
  because === 'unreadable'
    ? refused(
        'quote_stale',
        `${quoted('quoteId')} is not the id of a quote: ask for a preview and send its ${quoted('quoteId')}.`,
      )
    : refused(
        'quote_stale',
        'The outcome is no longer what the quote said: ask for a new preview.',
        because === 'changed' ? {} : { meta: { quotedOnly: because.quotedOnly, nowOnly: because.nowOnly } },
      );
