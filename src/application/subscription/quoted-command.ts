import type { Outcome } from '../../contracts/messages.ts';
import { accepted, type Refusal, type Result } from '../../domain/refusal.ts';
import { quoteStale } from '../../domain/refusals/requests.ts';
import type { Command } from '../../domain/subscription/model/commands.ts';
import { differencesOf, quoteFingerprint } from '../../domain/subscription/outcome/quote.ts';
import type { Preview } from './preview.ts';

/** Replaces the quote of a command, which may have 50 KB, by its fingerprint. Refuses `quote_stale` for an unreadable one. */
export function withShortQuote<C extends Command>(command: C): Result<C> {
  if (command.quoteId === undefined) return accepted(command);
  const quoteId = quoteFingerprint(command.quoteId);
  if (quoteId === undefined) return quoteStale('unreadable');
  return accepted({ ...command, quoteId });
}

/** The command without its quote, for a preview. */
export const withoutQuote = <C extends Command>({ quoteId: _quoted, ...command }: C): C =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the quote is optional in every command
  command as C;

/**
 * Adds to the refusal of a stale quote how it differs from a preview of now. The workflow knows only that the quote is stale.
 * Other outcomes stay unchanged.
 */
export async function explainStaleQuote(
  outcome: Outcome,
  quoteId: string | undefined,
  previewNow: () => Promise<Result<Pick<Preview, 'quoteId'>>>,
): Promise<Outcome> {
  if (outcome.result === 'applied' || outcome.error.code !== 'quote_stale' || quoteId === undefined) return outcome;
  const now = await previewNow();
  const meta = now.ok ? differencesOf(quoteId, now.value.quoteId) : differencesOf(quoteId, '');
  const error: Refusal = { ...outcome.error, meta: { ...meta } };
  return { result: 'refused', error };
}
