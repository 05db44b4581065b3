/** What offerings belong to. */
export interface Product {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly revision: number;
}

/** A product to be made. Without a key it gets one that is derived from its name. */
export type NewProduct = Omit<Product, 'id' | 'revision' | 'key'> & { readonly key: string | null };

/** A change of a product: what is absent stays. */
export type ProductChange = Partial<Pick<Product, 'name' | 'description'>>;
