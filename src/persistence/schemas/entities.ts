import { CustomerSchema, FeatureSchema, ProductSchema } from './catalogue.schema.ts';
import { CreditNoteLineSchema, CreditNoteSchema, InvoiceLineSchema, InvoiceSchema } from './document.schema.ts';
import { IdempotencyKeySchema } from './idempotency-key.schema.ts';
import { OfferingSchema, OfferingVersionSchema } from './offering.schema.ts';
import {
  DecisionSchema,
  GrantSchema,
  OutboxSchema,
  SubscriptionAddOnSchema,
  SubscriptionSchema,
} from './subscription.schema.ts';

/** Every table that is read or written through the ORM. */
export const entities = [
  CustomerSchema,
  FeatureSchema,
  ProductSchema,
  OfferingSchema,
  OfferingVersionSchema,
  SubscriptionSchema,
  DecisionSchema,
  SubscriptionAddOnSchema,
  GrantSchema,
  OutboxSchema,
  InvoiceSchema,
  InvoiceLineSchema,
  CreditNoteSchema,
  CreditNoteLineSchema,
  IdempotencyKeySchema,
] as const;
