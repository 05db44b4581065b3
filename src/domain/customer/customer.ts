/** A buyer. A new subscription copies its currency, time zone and account type. */
export interface Customer {
  readonly id: string;
  readonly key: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly currency: string | null;
  readonly timeZone: string;
  /** The account type; add-ons may be restricted to some types (rule 4-19). */
  readonly accountType: string | null;
  readonly revision: number;
}

/** A customer to create. Its key is never derived from its name. */
export type NewCustomer = Omit<Customer, 'id' | 'revision' | 'timeZone'> & { readonly timeZone: string | null };
