import { z } from 'zod';
import { listOf } from '../shared/list.ts';
import { key, name, newKey, text } from '../shared/scalars.ts';

export const productInput = z
  .strictObject({ key: newKey, name, description: text.exactOptional() })
  .meta({ id: 'ProductInput' });
export type ProductInput = z.output<typeof productInput>;

export const productEdit = z
  .strictObject({ name, description: text.nullable() })
  .partial()
  .meta({ id: 'ProductEdit', description: 'The fields to change; a field that is left out stays as it is, null clears it.' });

export const productView = z
  .object({ id: z.string(), revision: z.int(), key, name: z.string(), description: z.string().nullable() })
  .meta({ id: 'Product', description: 'A group of plans, single purchases and add-ons.' });
export type ProductView = z.output<typeof productView>;

export const productList = listOf(productView, 'ProductList');
