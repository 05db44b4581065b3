import { z } from 'zod';

export const alive = z.object({ status: z.literal('alive') }).meta({ id: 'Alive' });

const part = z.enum(['up', 'down']);
export const readiness = z
  .object({
    status: z.enum(['ready', 'notReady']),
    database: part,
    temporal: part,
    worker: part,
    stuck: z
      .int()
      .nullable()
      .describe('The number of stuck subscriptions, at most 1,000; null if the database is unavailable.'),
  })
  .meta({ id: 'Readiness', description: 'Whether PostgreSQL and Temporal are reachable and a worker polls.' });

export const openApi = z
  .looseObject({ openapi: z.string() })
  .meta({ id: 'OpenApiDocument', description: 'The OpenAPI document.' });
