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
      .describe('Subscriptions in which something is due and fails; counted up to 1,000, null when the database is away.'),
  })
  .meta({ id: 'Readiness', description: 'Whether PostgreSQL and Temporal answer and a worker polls.' });

export const openApi = z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument', description: 'This document.' });
