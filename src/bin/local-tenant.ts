/** The sandbox tenant whose key ANNEX_API_KEY sets, or which the first local start makes. */
export const localTenant = { key: 'local', name: 'Local sandbox', mode: 'sandbox' } as const;
