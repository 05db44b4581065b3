import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import { nextDue } from '../../../src/domain/subscription/life/due.ts';
import type { SubscriptionEvent } from '../../../src/domain/subscription/model/events.ts';
import { epochMs, instantAt } from '../../../src/domain/time/instant.ts';
import { attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { execute, attempt, advanceUntil } from '../../support/decider.ts';
import { addOnKeys, runScenario, policySettings, scenarioInputs } from './arbitrary-scenario.ts';

const anyInput = scenarioInputs(policySettings);
const dayMs = 86_400_000;

describe('a change', () => {
  const quantity = fc.integer({ min: 1, max: 4 }).map(String);
  const commanded = fc.record({ kind: fc.constantFrom('attach', 'quantity', 'remove'), index: fc.nat({ max: 11 }), quantity });

  it('has the same effect within a period, whether it is immediate or scheduled for that instant', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyInput, commanded, fc.integer({ min: 1, max: 20 * dayMs }), (input, { kind, index, ...asked }, aheadMs) => {
        const { scenario, now } = runScenario(input);
        const ready = advanceUntil(scenario, now);
        const at = instantAt(epochMs(now) + aheadMs);
        if (ready.state.stage !== 'live' || ready.state.period === null || at >= ready.state.period.end) return;
        const next = nextDue(ready.state);
        // Otherwise only one of the two would process what falls due in between.
        if (next !== null && next.at <= at) return;
        const attachmentId = ready.state.attachments[index % ready.state.attachments.length]?.id ?? 'none';
        const order = (when: 'now' | 'at') => {
          const time = when === 'now' ? { when } : { when, at };
          if (kind === 'attach')
            return attach(addOnKeys[index % addOnKeys.length] ?? 'pool', { quantity: asked.quantity, ...time });
          return kind === 'remove' ? remove(attachmentId, time) : changeQuantity(attachmentId, asked.quantity, time);
        };
        const scheduled = attempt(ready, order('at'), now);
        const immediate = attempt(ready, order('now'), at);
        expect(scheduled.ok ? null : scheduled.error.code).toBe(immediate.ok ? null : immediate.error.code);
        if (!immediate.ok) return;
        compared += 1;
        expect(effectsOf(advanceUntil(execute(ready, order('at'), now), at).last)).toBe(effectsOf(immediate.value.events));
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  /** The events without those of invoicing, scheduling and policies. */
  function effectsOf(events: readonly SubscriptionEvent[]): string {
    const done = events.filter(({ type }) => type !== 'ScheduledChangeApplied' && type !== 'InvoiceIssued');
    return JSON.stringify(done, (key, value: unknown) => (key === 'policies' ? undefined : value), 1);
  }
});
