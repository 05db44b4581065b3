import { toApiPendingChange } from '../../src/api/subscription/subscription.convert.ts';
import type { PendingChange } from '../../src/domain/subscription/model/pending-change.ts';
import type { Instant } from '../../src/domain/time/instant.ts';
import { toVersionId } from '../../src/domain/ids.ts';
import { attachmentId } from '../support/builders/records.ts';

const scheduled = {
  id: 'chg_1',
  effectiveAt: '2026-04-01T00:00:00.000Z' as Instant,
  scheduledAt: '2026-03-10T00:00:00.000Z' as Instant,
  actor: 'admin',
  policies: {} as never,
} as const;
const changes: readonly (readonly [PendingChange, object])[] = [
  [
    {
      ...scheduled,
      type: 'attachAddOn',
      addOnKey: 'water',
      versionId: toVersionId('ver_1'),
      linkVersionId: null,
      quantity: '2',
    },
    { type: 'attachAddOn', actor: 'admin', addOnKey: 'water', quantity: '2' },
  ],
  [
    { ...scheduled, type: 'changeAddOnQuantity', attachmentId, quantity: '3' },
    { type: 'changeAddOnQuantity', actor: 'admin', attachmentId, quantity: '3' },
  ],
  [
    { ...scheduled, type: 'removeAddOn', attachmentId, reason: null },
    { type: 'removeAddOn', actor: 'admin', attachmentId, reason: null },
  ],
  [
    { ...scheduled, type: 'cancel', reason: 'moves away' },
    { type: 'cancel', actor: 'admin', reason: 'moves away' },
  ],
];

describe('a pending change in JSON', () => {
  it.each(changes)('is the command that it will execute: %p', (change, command) => {
    expect(toApiPendingChange(change)).toEqual({ id: 'chg_1', command, effectiveAt: scheduled.effectiveAt, quote: null });
  });
});
