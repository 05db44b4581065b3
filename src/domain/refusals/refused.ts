import type { Refusal, RefusalCode, Refused } from '../refusal.ts';

/** Creates a refusal. Only the functions of this folder call it, so that each code has one wording. */
export const refused = (
  code: RefusalCode,
  message: string,
  { issues, meta }: { readonly issues?: Refusal['issues'] | undefined; readonly meta?: Refusal['meta'] } = {},
): Refused => ({
  ok: false,
  error: { code, message, ...(issues === undefined ? {} : { issues }), ...(meta === undefined ? {} : { meta }) },
});
