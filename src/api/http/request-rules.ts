/** What headers and paths may hold, as the adapter checks it and the OpenAPI document says it. */
export const idempotencyKeyRule = { minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]{1,200}$' } as const;

/** Nothing has an id or key with other characters. */
export const pathParameterRule = { minLength: 1, maxLength: 100, pattern: '^[\\w.:\\-]{1,100}$' } as const;
