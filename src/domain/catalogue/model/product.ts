/** A product: a group of offerings. */
export interface Product {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly revision: number;
}

/** A product to create. Without a key it gets one derived from its name. */
export type NewProduct = Omit<Product, 'id' | 'revision' | 'key'> & { readonly key: string | null };

/** A change of a product: absent fields stay. */
export type ProductChange = Partial<Pick<Product, 'name' | 'description'>>;
