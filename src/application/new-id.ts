import { createHash, randomBytes } from 'node:crypto';
import { type SubscriptionId, type TenantId, toSubscriptionId, toVersionId, type VersionId } from '../domain/ids.ts';

/** Prefixes of ids; the domain makes those inside a subscription. */
export type IdPrefix = 'inc' | 'feat' | 'fld' | 'prod' | 'off' | 'pri' | 'cus' | 'key' | 'req';

/** Crockford's base 32 in lower case, without i, l, o and u, which people misread. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Encodes bytes in base 32, five bits per character; drops bits that do not fill a character. */
function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('');
}

/** A new random id of 125 bits, such as `pri_8k2…`. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${randomText()}`;

const randomText = (): string => base32(randomBytes(16));

/** The id of a new version of an offering. */
export const newVersionId = (): VersionId => toVersionId(`ver_${randomText()}`);

/** A new random secret of an API key, of 255 bits, such as `sk_live_8k2…`; secret scanners recognise the prefix. */
export const newSecret = (mode: 'live' | 'sandbox'): string => `sk_${mode}_${base32(randomBytes(32))}`;

/** A short random suffix for a key in use. */
export const newSuffix = (): string => base32(randomBytes(4));

/** The id of the subscription that a request creates; the same request always gives the same id (ADR 0035). */
export const subscriptionIdOf = (tenantId: TenantId, idempotencyKey: string): SubscriptionId =>
  toSubscriptionId(`sub_${base32(createHash('sha256').update(`${tenantId}:${idempotencyKey}`).digest()).slice(0, 26)}`);
