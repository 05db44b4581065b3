/** What offerings belong to. */
export interface Product {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly revision: number;
}
