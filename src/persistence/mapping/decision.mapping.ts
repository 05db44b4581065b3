import type { TimelineEntry } from '../../application/ports/subscriptions.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { DecisionRecord } from '../../application/ports/decisions.ts';
import type { Command, KeptCommand } from '../../domain/subscription/model/commands.ts';
import type { Consequences } from '../../domain/subscription/outcome/consequences.ts';
import { quoteFingerprint } from '../../domain/subscription/outcome/quote.ts';
import { statusOf } from '../../domain/subscription/model/state.ts';
import {
  toDbCreditNoteHead,
  toDbCreditNoteLines,
  toDbInvoiceHead,
  toDbInvoiceLines,
  type DocumentOwner,
} from './document.mapping.ts';
import { commandVersion, eventsVersion, stateVersion, upcastCommand, upcastEvents } from './upcast.ts';
import type { DecisionRow } from '../schemas/subscription.schema.ts';

/** A decision from its row. */
export const fromDbDecision = (row: DecisionRow): TimelineEntry => ({
  revision: row.revision,
  at: row.at,
  did: row.did,
  actor: row.actor,
  requestId: row.requestId,
  command: row.commandVersion === null ? null : upcastCommand(row.commandVersion, row.command),
  due: row.due ?? null,
  decidedAt: row.decidedAt,
  summary: row.summary,
  events: upcastEvents(row.eventsVersion, row.events),
});

/**
 * The rows of several decisions of one tenant by table, as input of annex_write_decisions. Tables without rows are left out. Documents are
 * numbered in the order of the decisions.
 */
export function toDbDecisions(tenantId: TenantId, decisions: readonly DecisionRecord[]): Readonly<Record<string, unknown>> {
  const all = decisions.map((decision) => ({
    decision,
    consequences: decision.consequences,
    owner: ownerOf(tenantId, decision),
  }));
  const created = decisions.filter(({ revision }) => revision === 1);
  const changed = decisions.filter(({ revision }) => revision !== 1);
  const invoices = all.flatMap(({ owner, consequences }) => consequences.invoices.map((invoice) => ({ owner, invoice })));
  const notes = all.flatMap(({ owner, consequences }) => consequences.creditNotes.map((note) => ({ owner, note })));
  const tables = {
    new_subscription: created.map((decision) => subscriptionRow(tenantId, decision)),
    subscription: changed.map((decision) => subscriptionRow(tenantId, decision)),
    decision: decisions.map((decision) => decisionRow(tenantId, decision)),
    outbox: decisions.map((decision) => outboxRow(tenantId, decision)),
    subscription_add_on: all.flatMap(({ owner, consequences }) => startedAttachments(owner, consequences)),
    changed_add_on: all.flatMap(({ owner, consequences }) => changedAttachments(owner, consequences)),
    access_grant: all.flatMap(({ owner, consequences }) => startedGrants(owner, consequences)),
    ended_grant: all.flatMap(({ owner, consequences }) => endedGrants(owner, consequences)),
    invoice_line: invoices.flatMap(({ owner, invoice }) => toDbInvoiceLines(owner, invoice)),
    credit_note_line: notes.flatMap(({ owner, note }) => toDbCreditNoteLines(owner, note)),
    invoice: invoices.map(({ owner, invoice }, index) => toDbInvoiceHead(owner, invoice, index + 1)),
    credit_note: notes.map(({ owner, note }, index) => toDbCreditNoteHead(owner, note, index + 1)),
  };
  return Object.fromEntries(
    Object.entries<readonly object[]>(tables).flatMap(([table, rows]) =>
      rows.length === 0 ? [] : [[table, rows.map(toColumns)]],
    ),
  );
}

const ownerOf = (tenantId: TenantId, { subscriptionId, revision, after }: DecisionRecord): DocumentOwner => ({
  tenantId,
  subscriptionId,
  customerId: after.terms.customerId,
  revision,
});

const columns = new Map<string, string>();

/** A row by column names; values are not converted. */
const toColumns = (row: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([property, value]) => [columnOf(property), value]));

function columnOf(property: string): string {
  const known = columns.get(property);
  if (known !== undefined) return known;
  const column = property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  columns.set(property, column);
  return column;
}

const subscriptionRow = (tenantId: TenantId, { subscriptionId, revision, after, nextWakeAt }: DecisionRecord) => ({
  tenantId,
  id: subscriptionId,
  revision,
  customerId: after.terms.customerId,
  planKey: after.terms.base.key,
  status: statusOf(after),
  clock: after.terms.clock,
  at: after.at,
  nextWakeAt,
  state: after,
  stateVersion,
});

const decisionRow = (tenantId: TenantId, decision: DecisionRecord) => ({
  tenantId,
  subscriptionId: decision.subscriptionId,
  revision: decision.revision,
  origin: decision.origin,
  requestId: decision.requestId,
  requestHash: decision.requestHash,
  did: decision.did,
  actor: decision.actor,
  at: decision.at,
  summary: decision.summary,
  events: decision.events,
  eventsVersion,
  outcome: decision.outcome,
  ...(decision.command === null ? {} : { command: toDbCommand(decision.command), commandVersion }),
  due: decision.due,
  decidedAt: decision.decidedAt,
});

/** Replaces a quote, which may be long, by its fingerprint: deciding the command again does not compare the quote (ADR 0032). */
function toDbCommand({ quoteId, ...command }: Command): KeptCommand {
  if (quoteId === undefined) return command;
  return { ...command, quoteHash: quoteFingerprint(quoteId) ?? quoteId };
}

/** The content of the outbox row; the events are in the decision of the same revision. */
const outboxRow = (tenantId: TenantId, { subscriptionId, revision, did, at, ...decision }: DecisionRecord) => ({
  tenantId,
  subscriptionId,
  revision,
  topic: `subscription.${did}`,
  payload: {
    subscriptionId,
    customerId: decision.after.terms.customerId,
    revision,
    requestId: decision.requestId,
    status: statusOf(decision.after),
    summary: decision.summary,
    invoiceIds: decision.consequences.invoices.map(({ id }) => id),
    creditNoteIds: decision.consequences.creditNotes.map(({ id }) => id),
    grantsStarted: decision.consequences.grantsStarted.map(({ id }) => id),
    grantsEnded: decision.consequences.grantsEnded.map(({ grantId }) => grantId),
  },
  at,
});

/** The started attachments, as they are after the decision, which may also have changed or ended them. */
function startedAttachments({ tenantId, subscriptionId }: DocumentOwner, consequences: Consequences) {
  const quantities = quantitiesOf(consequences);
  const ends = endsOf(consequences);
  return consequences.attachmentsStarted.map((attachment) => ({
    tenantId,
    subscriptionId,
    ...attachment,
    quantity: quantities.get(attachment.id) ?? attachment.quantity,
    ...(ends.get(attachment.id) ?? { endedAt: null, ending: null }),
  }));
}

/** The earlier attachments that changed or ended; a null quantity keeps the stored one. */
function changedAttachments({ tenantId, subscriptionId }: DocumentOwner, consequences: Consequences) {
  const started = new Set(consequences.attachmentsStarted.map(({ id }) => id));
  const quantities = quantitiesOf(consequences);
  const ends = endsOf(consequences);
  return [...new Set([...quantities.keys(), ...ends.keys()])]
    .filter((id) => !started.has(id))
    .map((id) => ({
      tenantId,
      subscriptionId,
      id,
      quantity: quantities.get(id) ?? null,
      ...(ends.get(id) ?? { endedAt: null, ending: null }),
    }));
}

const quantitiesOf = ({ attachmentsChanged }: Consequences) =>
  new Map(attachmentsChanged.map(({ id, quantity }) => [id, quantity]));
const endsOf = ({ attachmentsEnded }: Consequences) =>
  new Map(attachmentsEnded.map(({ id, endedAt, ending }) => [id, { endedAt, ending }]));

/** The started grants; one that ended in the same decision is written with its end. */
function startedGrants({ tenantId, subscriptionId, customerId }: DocumentOwner, consequences: Consequences) {
  const ends = new Map(consequences.grantsEnded.map(({ grantId, endsAt }) => [grantId, endsAt]));
  return consequences.grantsStarted.map((grant) => ({
    tenantId,
    subscriptionId,
    customerId,
    ...grant,
    endsAt: ends.get(grant.id) ?? grant.endsAt,
  }));
}

function endedGrants({ tenantId, subscriptionId }: DocumentOwner, { grantsStarted, grantsEnded }: Consequences) {
  const started = new Set(grantsStarted.map(({ id }) => id));
  return grantsEnded
    .filter(({ grantId }) => !started.has(grantId))
    .map(({ grantId, endsAt }) => ({ tenantId, subscriptionId, id: grantId, endsAt }));
}
