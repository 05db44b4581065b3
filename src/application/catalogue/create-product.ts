import type { NewProduct, Product } from '../../domain/catalogue/model/product.ts';
import type { Result } from '../../domain/refusal.ts';
import { newId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { insertKeyed } from './keyed-insert.ts';

/** Creates a product. Refuses `key_already_used`. */
export const createProduct = (writes: CatalogueWrites, product: NewProduct): Promise<Result<Product>> =>
  insertKeyed(product, {
    make: (key) => ({ ...product, key, id: newId('prod'), revision: 1 }),
    insert: (made) => writes.insertProduct(made),
  });
