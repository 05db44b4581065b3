import { z } from 'zod';
import { listOf } from './list.ts';
import { instantIn, instantOut, name } from './scalars.ts';

const scope = z.enum(['read', 'write', 'admin']).meta({
  id: 'Scope',
  description:
    '"read" allows GET and other calls that write nothing, "write" all calls but those on API keys, "admin" only calls on API keys.',
});

const scopes = z
  .array(scope)
  .min(1, 'must name at least one scope')
  .max(3)
  .refine((values) => new Set(values).size === values.length, 'must not name a scope twice');

export const apiKeyInput = z
  .strictObject({
    name,
    scopes,
    expiresAt: instantIn.exactOptional().describe('The key is refused from this instant on; left out, it never expires.'),
  })
  .meta({ id: 'ApiKeyInput' });

const fields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  expiresAt: instantOut.nullable(),
  lastUsedAt: instantOut.nullable().describe('Precise to the minute.'),
  createdAt: instantOut,
};

export const apiKeyView = z.object(fields).meta({ id: 'ApiKey' });
export type ApiKeyView = z.output<typeof apiKeyView>;

export const madeApiKey = z
  .object({
    ...fields,
    secret: z
      .string()
      .nullable()
      .describe('In the first answer only, since it is not stored; null if the request is repeated.'),
  })
  .meta({ id: 'MadeApiKey', description: 'An API key with its secret.' });

export const revokedApiKey = z.object({ revoked: z.literal(true) }).meta({ id: 'RevokedApiKey' });

export const apiKeyList = listOf(apiKeyView, 'ApiKeyList');
