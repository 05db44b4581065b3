/** Who buys: subscriptions take its currency, zone and account type over when they are created. */
export interface Customer {
  readonly id: string;
  readonly key: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly currency: string | null;
  readonly timeZone: string;
  /** What kind of account it is; add-ons may be sold to some kinds only (rule 4-19). */
  readonly accountType: string | null;
  readonly revision: number;
}

/** A customer to be made; a key is never derived. */
export type NewCustomer = Omit<Customer, 'id' | 'revision'>;
