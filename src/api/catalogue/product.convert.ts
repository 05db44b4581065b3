import type { ProductInput, ProductView } from '../../contracts/wire/catalogue/product.ts';
import type { NewProduct, Product } from '../../domain/catalogue/model/product.ts';
import { fromApiKey } from './key.convert.ts';

export const fromApiProduct = (input: ProductInput): NewProduct => ({
  key: fromApiKey(input),
  name: input.name,
  description: input.description ?? null,
});

export const toApiProduct = ({ id, revision, key, name, description }: Product): ProductView => ({
  id,
  revision,
  key,
  name,
  description,
});
