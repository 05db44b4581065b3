import { commandInput, commandSchemas } from '../../src/contracts/wire/subscription/commands.ts';
import { issuesOf } from '../../src/contracts/wire/shared/issues.ts';
import type { z } from 'zod';

const refusalsOf = (schema: z.ZodType, input: unknown) => {
  const { error } = schema.safeParse(input);
  return error ? issuesOf(error).map(({ pointer, code }) => `${code} ${pointer}`) : [];
};
const order = { customerId: 'cus_1', planKey: 'basic', cadence: { every: 1, unit: 'month' }, currency: 'USD' };

describe('commands in JSON', () => {
  it('default to the actor admin', () => {
    expect(commandSchemas.attachAddOn.body.parse({ addOnKey: 'water' })).toEqual({ addOnKey: 'water', actor: 'admin' });
  });

  it('report an unknown policy and an unknown value with their pointers', () => {
    const policies = { 'attach.when': 'someday', 'attach.mood': 'good' };
    expect(refusalsOf(commandSchemas.attachAddOn.body, { addOnKey: 'water', policies })).toEqual([
      'invalid_value /policies/attach.when',
      'unknown_field /policies/attach.mood',
    ]);
  });

  it('refuse expectedRevision in a creation', () => {
    expect(refusalsOf(commandSchemas.create.body, { ...order, expectedRevision: 0 })).toEqual([
      'unknown_field /expectedRevision',
    ]);
  });

  it('are distinguished by their type', () => {
    expect(commandInput.parse({ type: 'attachAddOn', addOnKey: 'water', quantity: 2 })).toMatchObject({ quantity: '2' });
    expect(refusalsOf(commandInput, { type: 'create', ...order })).toEqual(['invalid_value /type']);
    expect(refusalsOf(commandInput, { type: 'removeAddOn' })).toEqual(['invalid_type /attachmentId']);
  });
});
