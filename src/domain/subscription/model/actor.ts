/** Who sends a command: an administrator of the tenant, or the customer. */
export type Actor = 'admin' | 'customer';
