/** Who commands: an administrator of the tenant, or the customer. */
export type Actor = 'admin' | 'customer';
