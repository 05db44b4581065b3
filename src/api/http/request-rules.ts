/** The allowed values of Idempotency-Key, for serveRoute and the OpenAPI document. */
export const idempotencyKeyRule = { minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]{1,200}$' } as const;

/** The allowed values of path parameters: every id and key matches. */
export const pathParameterRule = { minLength: 1, maxLength: 100, pattern: '^[\\w.:\\-]{1,100}$' } as const;
