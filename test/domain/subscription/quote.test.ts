import type { Command } from '../../../src/domain/subscription/model/commands.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import { differencesOf, quoteId, quoteFingerprint } from '../../../src/domain/subscription/outcome/quote.ts';
import { aCreate, at, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { anAddOn, aPlan, devicePacks, seats } from '../../support/builders/offerings.ts';
import { execute, attempt, given, liveState, type Scenario, newScenario } from '../../support/decider.ts';

const facts = factsOfPlan(aPlan(), [anAddOn(), devicePacks(), seats(), anAddOn({ key: 'vip', visibility: 'admin' })]);
const notCreated = newScenario(facts);
const march = at('2026-03-01');
const now = at('2026-03-18');
const active = [attach('devices', { quantity: '2' }), attach('seats', { quantity: '3' })].reduce(
  (scenario: Scenario, command) => execute(scenario, command, march),
  execute(notCreated, aCreate(), march),
);
const [packsId = '', seatsId = ''] = liveState(active).attachments.map(({ id }) => id);
const scheduled = execute(active, attach('devices', { quantity: '2', when: 'nextPeriod' }), at('2026-03-10'));

describe('a quote', () => {
  const quoteOf = (scenario: Scenario, command: Command, instant: Instant): string => {
    const decision = attempt(scenario, command, instant);
    return decision.ok ? quoteId(decision.value.events) : decision.error.code;
  };
  const pool = attach('pool');
  const quote = quoteOf(active, pool, now);

  it('stays valid later on the same day if the outcome is the same', () => {
    expect(attempt(active, { ...pool, quoteId: quote }, at('2026-03-18T22:00Z'))).toMatchObject({ ok: true });
  });

  it('is stale on the next day, and the refusal lists the differences: 14/31 and 13/31 of 20.00', () => {
    expect(attempt(active, { ...pool, quoteId: quote }, at('2026-03-19'))).toMatchObject({
      ok: false,
      error: {
        code: 'quote_stale',
        meta: {
          quotedOnly: ['charge pool/pool × 1 = 9.03 USD until 2026-04-01'],
          nowOnly: ['charge pool/pool × 1 = 8.39 USD until 2026-04-01'],
        },
      },
    });
  });

  it('in short form is valid and stale alike; the caller has the text and finds the differences', () => {
    const short = quoteFingerprint(quote);
    expect(short).toMatch(/^quh_[0-9a-f]{32}$/);
    expect(attempt(active, { ...pool, quoteId: short ?? '' }, at('2026-03-18T22:00Z'))).toMatchObject({ ok: true });
    const stale = attempt(active, { ...pool, quoteId: short ?? '' }, at('2026-03-19'));
    expect(stale).toMatchObject({ ok: false, error: { code: 'quote_stale' } });
    expect(stale).not.toHaveProperty('error.meta');
    expect(differencesOf(quote, quoteOf(active, pool, at('2026-03-19')))).toEqual({
      quotedOnly: ['charge pool/pool × 1 = 9.03 USD until 2026-04-01'],
      nowOnly: ['charge pool/pool × 1 = 8.39 USD until 2026-04-01'],
    });
  });

  it('in short form ignores the order of its entries, but not their number', () => {
    const shortOf = (...promises: readonly string[]) => quoteFingerprint(`quo_${encodeURIComponent(JSON.stringify(promises))}`);
    expect(shortOf('a', 'b')).toBe(shortOf('b', 'a'));
    expect(new Set([shortOf(), shortOf('a'), shortOf('a', 'a'), shortOf('a,a'), shortOf('b')]).size).toBe(5);
    expect([quoteFingerprint('quo_%'), quoteFingerprint(shortOf('a') ?? '')]).toEqual([undefined, undefined]);
  });

  it('of an order stays valid a minute later, although its period ends a minute later', () => {
    const order = quoteOf(notCreated, aCreate(), at('2026-03-18T10:00Z'));
    expect(attempt(notCreated, aCreate({ quoteId: order }), at('2026-03-18T10:01Z'))).toMatchObject({ ok: true });
  });

  it.each<[string, Command, Command]>([
    ['differs for removals of different add-ons', remove(packsId), remove(seatsId)],
    ['differs for different scheduled quantities', changeQuantity(seatsId, '1'), changeQuantity(seatsId, '2')],
    [
      'differs for scheduled attaches of different add-ons',
      attach('pool', { when: 'nextPeriod' }),
      attach('vip', { when: 'nextPeriod' }),
    ],
  ])('%s', (_name, quoted, command) => {
    expect(given(active).when({ ...command, quoteId: quoteOf(active, quoted, now) }, now)).toBe('quote_stale');
  });

  it('covers the replaced changes', () => {
    const replace = { 'pending.conflict': 'replace' } as const;
    const quoted = quoteOf(active, remove(packsId, { policies: replace }), now);
    expect(given(scheduled).when(remove(packsId, { policies: replace, quoteId: quoted }), now)).toBe('quote_stale');
  });
});
