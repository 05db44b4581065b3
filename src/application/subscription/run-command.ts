import type { Made, Outcome } from '../../contracts/messages.ts';
import { invariant } from '../../domain/invariant.ts';
import { accepted, type Refusal, type Result } from '../../domain/refusal.ts';
import { subscriptionNotFound } from '../../domain/refusals/subscriptions.ts';
import type { CommandOnExisting, Create } from '../../domain/subscription/model/commands.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { EngineUnavailable } from '../engine-unavailable.ts';
import type { Engine, EngineRequest } from '../ports/engine.ts';
import type { CommandDocuments, SubscriptionReads } from '../ports/subscriptions.ts';
import { catchUp, findCurrent, ownTime } from './current.ts';
import { type Preview, previewCreation, previewOnCurrent } from './preview.ts';
import { explainStaleQuote, withoutQuote, withShortQuote } from './quoted-command.ts';

export interface CommandPorts {
  readonly subscriptions: SubscriptionReads;
  readonly engine: Engine;
}

/** A command to send. */
export interface SentCommand<C extends CommandOnExisting | Create> extends EngineRequest<C> {
  readonly now: Instant;
  /** `enqueued`: returns as soon as the workflow has the command, without its outcome. */
  readonly until: 'decided' | 'enqueued';
}

/** The result of a sent command. */
export type CommandResult = { readonly kind: 'enqueued' } | ({ readonly kind: 'decided' } & CommandEffect);

/** The subscription after a command, and the documents that the command issued. */
export interface CommandEffect extends CommandDocuments {
  readonly made: Made;
}

/**
 * Sends a command to the workflow of its subscription. `expectedRevision` is the revision that the sender has seen. Refuses as the
 * workflow does, with the differences of a stale quote, and `subscription_not_found`.
 */
export async function runCommand(
  ports: CommandPorts,
  sent: SentCommand<CommandOnExisting> & { readonly expectedRevision: number | 'any' },
): Promise<Result<CommandResult>> {
  const { now, until, command, expectedRevision, ...named } = sent;
  const short = withShortQuote(command);
  if (!short.ok) return short;
  const request = {
    ...named,
    command: expectedRevision === 'any' ? short.value : { ...short.value, expectedRevision },
  };
  if (until === 'enqueued')
    return enqueued(await ports.engine.signal(request).catch((error: unknown) => refusedUnsent(ports, request, error)));
  const decided = await ports.engine.send(request).catch(async (error: unknown): Promise<Outcome> => ({
    result: 'refused',
    error: await refusedUnsent(ports, request, error),
  }));
  const outcome = await explainStaleQuote(decided, command.quoteId, () =>
    previewNow(ports, { ...named, now, command: withoutQuote(command) }),
  );
  return effectOf(ports, sent, outcome);
}

/** Starts the workflow of a new subscription with its create command. Refuses as the workflow does. */
export async function runCreation(ports: CommandPorts, sent: SentCommand<Create>): Promise<Result<CommandResult>> {
  const { subscriptions, engine } = ports;
  const { now, until, command, ...named } = sent;
  const short = withShortQuote(command);
  if (!short.ok) return short;
  const request = { ...named, command: short.value };
  if (until === 'enqueued') return enqueued(await engine.signal(request));
  const outcome = await explainStaleQuote(await engine.create(request), command.quoteId, () =>
    previewCreation(subscriptions, named.tenantId, { command: withoutQuote(command), now }),
  );
  return effectOf(ports, sent, outcome);
}

/**
 * Refuses a command that could not be sent if its subscription does not exist; rethrows any other error. The engine knows which
 * subscriptions exist, so the database is asked only if the engine is unavailable.
 */
async function refusedUnsent({ subscriptions }: CommandPorts, named: EngineRequest, error: unknown): Promise<Refusal> {
  const isAbsent =
    error instanceof EngineUnavailable && (await subscriptions.find(named.tenantId, named.subscriptionId)) === null;
  if (!isAbsent) throw error;
  return subscriptionNotFound(named).error;
}

const enqueued = (refusal: Refusal | null): Result<CommandResult> =>
  refusal === null ? accepted({ kind: 'enqueued' }) : { ok: false, error: refusal };

/** Previews a command on the current subscription. */
async function previewNow(
  { subscriptions }: CommandPorts,
  { tenantId, subscriptionId, now, command }: Omit<SentCommand<CommandOnExisting>, 'until'>,
): Promise<Result<Preview>> {
  const current = await findCurrent(subscriptions, tenantId, { subscriptionId, now });
  invariant(current.ok, 'a subscription that received a command exists');
  const at = ownTime(current.value, now);
  return previewOnCurrent(subscriptions, tenantId, { before: current.value, command, at, now });
}

async function effectOf(
  { subscriptions }: CommandPorts,
  { tenantId, subscriptionId, now }: SentCommand<CommandOnExisting | Create>,
  outcome: Outcome,
): Promise<Result<CommandResult>> {
  if (outcome.result === 'refused') return { ok: false, error: outcome.error };
  const { made } = outcome;
  const { subscription: record, ...documents } = await subscriptions.findEffect(tenantId, subscriptionId, made);
  const subscription = await catchUp(subscriptions, tenantId, { record, now });
  return accepted({ kind: 'decided', subscription, ...documents, made });
}
