import { ApiKeySchema } from './api-key.schema.ts';
import { CustomerSchema, FeatureSchema, ProductSchema } from './catalogue.schema.ts';
import { CustomFieldSchema } from './custom-field.schema.ts';
import { CreditNoteLineSchema, CreditNoteSchema, InvoiceLineSchema, InvoiceSchema } from './document.schema.ts';
import { OfferingSchema, OfferingVersionSchema } from './offering.schema.ts';
import { DecisionSchema, GrantSchema, SubscriptionAddOnSchema, SubscriptionSchema } from './subscription.schema.ts';

/** The tables that are read as entities. Statements access the others. */
export const entities = [
  ApiKeySchema,
  CustomerSchema,
  CustomFieldSchema,
  FeatureSchema,
  ProductSchema,
  OfferingSchema,
  OfferingVersionSchema,
  SubscriptionSchema,
  DecisionSchema,
  SubscriptionAddOnSchema,
  GrantSchema,
  InvoiceSchema,
  InvoiceLineSchema,
  CreditNoteSchema,
  CreditNoteLineSchema,
] as const;
