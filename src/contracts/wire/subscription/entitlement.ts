import { z } from 'zod';
import { toSubscriptionId } from '../../../domain/ids.ts';
import { id, instantOut, key, quantityIn } from '../shared/scalars.ts';

const source = z
  .object({
    subscriptionId: z.string(),
    grantId: z.string(),
    attachmentId: z.string().nullable().describe('The add-on that gives access; null if the plan does.'),
    offeringKey: z.string(),
    rateCardKey: z.string(),
    quantity: z.string(),
    quota: z.string().nullable().describe('The quota of this source: per unit × quantity.'),
    value: z.string().nullable(),
    limit: z.enum(['hard', 'soft']).nullable(),
    startsAt: instantOut,
    cause: z.object({ kind: z.string(), lineId: z.string().optional(), reason: z.string().optional() }),
  })
  .meta({ id: 'EntitlementSource' });

const bucket = z
  .object({
    limit: z.enum(['hard', 'soft']),
    quota: z.string().nullable(),
    includedUsage: z.string().nullable(),
    used: z.string(),
    remaining: z.string().nullable(),
    window: z.object({ start: instantOut, end: instantOut }).nullable(),
    resetsAt: instantOut.nullable(),
    grantIds: z.array(z.string()),
  })
  .meta({
    id: 'EntitlementBucket',
    description: 'The quota under one reset rule; sources with different rules have separate buckets.',
  });

const windowQuota = z
  .string()
  .nullable()
  .describe('Null without a cap, and if there are several buckets with quotas of their own.');
const left = z.string().nullable().describe('What can be used now, summed over all buckets; null without a cap.');

export const entitlementView = z
  .object({
    featureKey: z.string(),
    kind: z.enum(['boolean', 'static', 'metered']),
    value: z.string().nullable(),
    limit: z.enum(['hard', 'soft']).nullable(),
    quota: windowQuota,
    used: z.string(),
    remaining: left,
    resetsAt: instantOut.nullable(),
    buckets: z.array(bucket),
    sources: z.array(source),
  })
  .meta({ id: 'EntitlementState', description: 'Access to one feature, merged from all its sources.' });
export type EntitlementView = z.output<typeof entitlementView>;

export const entitlementList = z
  .object({ at: instantOut, data: z.array(entitlementView), nextCursor: z.null() })
  .meta({ id: 'EntitlementStateList' });

export const checkInput = z
  .strictObject({
    customerId: id.describe('The id or key of the customer.'),
    featureKey: key,
    subscriptionId: id
      .transform(toSubscriptionId)
      .exactOptional()
      .describe('Only this subscription; all of the customer if it is left out.'),
    quantity: quantityIn.exactOptional().describe('The quantity about to be used.'),
  })
  .meta({ id: 'EntitlementCheckInput' });

export const checkAnswer = z
  .object({
    allowed: z.boolean(),
    reason: z.enum(['granted', 'soft_limit', 'no_access', 'limit_exceeded']),
    value: z.string().nullable(),
    limit: windowQuota,
    used: z.string(),
    remaining: left,
    resetsAt: instantOut.nullable(),
    buckets: z.array(bucket).describe('The quotas, one for each reset rule.'),
    sources: z.array(source),
  })
  .meta({ id: 'EntitlementCheck', description: 'Whether access is allowed, why, and the remaining quota.' });
export type CheckAnswer = z.output<typeof checkAnswer>;
