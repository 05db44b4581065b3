import type { Product, ProductChange } from '../../domain/catalogue/model/product.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { findExpected } from '../expected-revision.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { Edit } from './edit.ts';

/** Edits the texts of a product. */
export async function editProduct(
  writes: CatalogueWrites,
  { name, expected, change }: Edit<ProductChange>,
): Promise<Result<Product>> {
  const found = findExpected(await writes.lockProduct(name), { kind: 'product', name, expected });
  return found.ok ? accepted(await writes.saveProduct({ ...found.value, ...change })) : found;
}
