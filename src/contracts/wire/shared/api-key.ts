import { z } from 'zod';
import { listOf } from './list.ts';
import { instantIn, instantOut, name } from './scalars.ts';

const scope = z.enum(['read', 'write', 'admin']).meta({
  id: 'Scope',
  description:
    '"read" is for GET and for what writes nothing, "write" for everything else and for what "read" is for, "admin" for API keys alone.',
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
    expiresAt: instantIn.exactOptional().describe('From here on the key opens nothing; never, when it is left out.'),
  })
  .meta({ id: 'ApiKeyInput' });

const fields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  expiresAt: instantOut.nullable(),
  lastUsedAt: instantOut.nullable().describe('To the minute.'),
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
      .describe('Shown in the first answer alone, since it is stored nowhere; null when the request is repeated.'),
  })
  .meta({ id: 'MadeApiKey', description: 'An API key with its secret.' });

export const revokedApiKey = z.object({ revoked: z.literal(true) }).meta({ id: 'RevokedApiKey' });

export const apiKeyList = listOf(apiKeyView, 'ApiKeyList');
