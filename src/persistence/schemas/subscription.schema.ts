import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { AttachmentId, SubscriptionId, TenantId, VersionId } from '../../domain/ids.ts';
import type { Outcome, RequestOrigin } from '../../contracts/messages.ts';
import type { Actor, Clock, Ending, SubscriptionStatus } from '../../domain/subscription/model/state.ts';
import type { Entitlement } from '../../domain/catalogue/model/rate-card.ts';
import type { GrantCause } from '../../domain/entitlement/grant.ts';
import type { DueItem } from '../../domain/subscription/life/due.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { InstantType } from './instant-type.ts';

/** Marks a due thing that failed. */
export interface StuckColumn {
  readonly revision: number;
  readonly since: Instant;
  readonly dueAt: Instant;
  readonly requestId: string;
  readonly incidentId: string;
}

export const SubscriptionSchema = defineEntity({
  name: 'SubscriptionRow',
  tableName: 'subscription',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    id: p.text().$type<SubscriptionId>().primary(),
    revision: p.integer(),
    customerId: p.text(),
    /** The key of the plan or single purchase; the state says which it is. */
    planKey: p.text(),
    status: p.text().$type<SubscriptionStatus>(),
    clock: p.text().$type<Clock>(),
    at: p.type(InstantType),
    nextWakeAt: p.type(InstantType).strictNullable(),
    /** The state in the shape of its version; mapping/upcast.ts converts it. */
    state: p.json<unknown>(),
    stateVersion: p.integer(),
    /** The due thing that failed at the named revision; stale at any other revision. */
    stuck: p.json<StuckColumn>().nullable(),
    position: p.bigint('number').autoincrement(),
  },
});
export type SubscriptionRow = InferEntity<typeof SubscriptionSchema>;

export const DecisionSchema = defineEntity({
  name: 'DecisionRow',
  tableName: 'decision',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    subscriptionId: p.text().$type<SubscriptionId>().primary(),
    revision: p.integer().primary(),
    origin: p.text().$type<RequestOrigin>(),
    requestId: p.text(),
    requestHash: p.text(),
    did: p.text(),
    actor: p.text().$type<Actor>().strictNullable(),
    at: p.type(InstantType),
    summary: p.text(),
    /** The events in the shape of their version; mapping/upcast.ts converts them. */
    events: p.json<unknown>(),
    eventsVersion: p.integer(),
    outcome: p.json<Outcome>(),
    /** The command in the shape of its version; null for a due instant, and in decisions from before ADR 0032. */
    command: p.json<unknown>().nullable(),
    commandVersion: p.integer().strictNullable(),
    due: p.json<readonly DueItem[]>().nullable(),
    decidedAt: p.type(InstantType).strictNullable(),
  },
});
export type DecisionRow = InferEntity<typeof DecisionSchema>;

export const SubscriptionAddOnSchema = defineEntity({
  name: 'SubscriptionAddOnRow',
  tableName: 'subscription_add_on',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    subscriptionId: p.text().$type<SubscriptionId>().primary(),
    id: p.text().$type<AttachmentId>().primary(),
    addOnKey: p.text(),
    version: p.integer(),
    versionId: p.text().$type<VersionId>(),
    requirement: p.text().$type<'mandatory' | 'optional'>(),
    instance: p.text().$type<'single' | 'multiple'>(),
    quantity: p.decimal('string'),
    startedAt: p.type(InstantType),
    freeUntil: p.type(InstantType).strictNullable(),
    endedAt: p.type(InstantType).strictNullable(),
    ending: p.text().$type<Ending>().strictNullable(),
  },
});
export type SubscriptionAddOnRow = InferEntity<typeof SubscriptionAddOnSchema>;

export const GrantSchema = defineEntity({
  name: 'GrantRow',
  tableName: 'access_grant',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    subscriptionId: p.text().$type<SubscriptionId>().primary(),
    id: p.text().primary(),
    customerId: p.text(),
    featureKey: p.text(),
    attachmentId: p.text().$type<AttachmentId>().strictNullable(),
    offeringKey: p.text(),
    rateCardKey: p.text(),
    entitlement: p.json<Entitlement>(),
    quantity: p.decimal('string'),
    startsAt: p.type(InstantType),
    endsAt: p.type(InstantType).strictNullable(),
    windowAnchorAt: p.type(InstantType).strictNullable(),
    timeZone: p.text(),
    cause: p.json<GrantCause>(),
  },
});
export type GrantRow = InferEntity<typeof GrantSchema>;
