import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, devicePacks, flat, monthly, perUnit } from '../../support/builders/offerings.ts';
import { execute, documentsOf, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const daily: Cadence = { every: 1, unit: 'day' };
const weekly: Cadence = { every: 1, unit: 'week' };
const quarterly: Cadence = { every: 3, unit: 'month' };
const yearly: Cadence = { every: 1, unit: 'year' };

/** From Sunday 1 March 2026 in UTC: weeks end on the 8th, 15th, 22nd; the quarter of 92 days on 1 June; the year of 365 on 1 March. */
function subscribed(cadence: Cadence, policies: PolicySettings = {}): Scenario {
  const plan = aPlan({ policies, rateCards: [aRateCard('gym', { prices: [flat('20.00', { cadence })] })] });
  const pool = anAddOn({ rateCards: [aRateCard('pool', { prices: [flat('20.00', { cadence })] })] });
  const packs = devicePacks({ rateCards: [aRateCard('devices', { prices: [perUnit('7.00', { cadence })] })] });
  return execute(newScenario(factsOfPlan(plan, [pool, packs])), aCreate({ cadence }), at('2026-03-01'));
}

/** The documents of the last step. */
const madeBy = (before: Scenario, next: Scenario): readonly string[] =>
  documentsOf({
    invoices: next.invoices.slice(before.invoices.length),
    creditNotes: next.creditNotes.slice(before.creditNotes.length),
  });

/** The documents of an attach of `pool` at an instant, after all renewals before it. */
function attachedAt(cadence: Cadence, instant: string, policies: PolicySettings): readonly string[] {
  const before = advanceUntil(subscribed(cadence, policies), at(instant));
  return madeBy(before, execute(before, attach('pool'), at(instant)));
}

describe('attach: position in the period × cadence × proration (semantics rows 2, 34)', () => {
  it.each<[string, Cadence, string, PolicySettings, string]>([
    ['a day, in the afternoon, whose date is the whole period', daily, '2026-03-10T15:00Z', {}, '20.00 = pool ×1 20.00'],
    ['a week, on its first day', weekly, '2026-03-15T08:00Z', {}, '20.00 = pool ×1 20.00'],
    ['a week, in the middle: 80/7', weekly, '2026-03-18T12:00Z', {}, '11.43 = pool ×1 11.43 (4/7)'],
    ['a week, on its last day: 20/7', weekly, '2026-03-21T23:59Z', {}, '2.86 = pool ×1 2.86 (1/7)'],
    ['a month, on its first day', monthly, '2026-03-01T12:00Z', {}, '20.00 = pool ×1 20.00'],
    ['a month, in the middle: 280/31', monthly, '2026-03-18T12:00Z', {}, '9.03 = pool ×1 9.03 (14/31)'],
    ['a month, on its last day: 20/31', monthly, '2026-03-31T12:00Z', {}, '0.65 = pool ×1 0.65 (1/31)'],
    ['a quarter, in the middle: 1500/92', quarterly, '2026-03-18T12:00Z', {}, '16.30 = pool ×1 16.30 (75/92)'],
    ['a quarter, on its last day: 20/92', quarterly, '2026-05-31T12:00Z', {}, '0.22 = pool ×1 0.22 (1/92)'],
    ['a year, in the middle: 6960/365', yearly, '2026-03-18T12:00Z', {}, '19.07 = pool ×1 19.07 (348/365)'],
    ['a year, on its last day: 20/365', yearly, '2027-02-28T12:00Z', {}, '0.05 = pool ×1 0.05 (1/365)'],
    [
      'seconds of a day: 9 of 24 hours',
      daily,
      '2026-03-10T15:00Z',
      { 'proration.unit': 'second' },
      '7.50 = pool ×1 7.50 (32400/86400)',
    ],
    [
      'seconds of a week: 3.5 of 7 days',
      weekly,
      '2026-03-18T12:00Z',
      { 'proration.unit': 'second' },
      '10.00 = pool ×1 10.00 (302400/604800)',
    ],
    [
      'seconds of a month: 13.5 of 31 days',
      monthly,
      '2026-03-18T12:00Z',
      { 'proration.unit': 'second' },
      '8.71 = pool ×1 8.71 (1166400/2678400)',
    ],
    [
      'milliseconds of a quarter: 74.5 of 92 days',
      quarterly,
      '2026-03-18T12:00Z',
      { 'proration.unit': 'millisecond' },
      '16.20 = pool ×1 16.20 (6436800000/7948800000)',
    ],
    ['a year in full', yearly, '2026-03-18T12:00Z', { 'attach.proration': 'full' }, '20.00 = pool ×1 20.00'],
    ['a week in full', weekly, '2026-03-21T12:00Z', { 'attach.proration': 'full' }, '20.00 = pool ×1 20.00'],
  ])('%s', (_name, cadence, instant, policies, expected) => {
    expect(attachedAt(cadence, instant, policies)).toEqual([`${at(instant).slice(0, 16)}Z change ${expected}`]);
  });

  it.each<[string, Cadence, string, string]>([
    ['a week', weekly, '2026-03-18T12:00Z', '2026-03-22'],
    ['a month', monthly, '2026-03-18T12:00Z', '2026-04-01'],
    ['a month, at the instant of its renewal', monthly, '2026-03-01T00:00Z', '2026-04-01'],
    ['a quarter', quarterly, '2026-03-18T12:00Z', '2026-06-01'],
  ])('3-45 freeUntilRenewal: %s is free until the renewal, which charges it in full', (_name, cadence, instant, renewal) => {
    const before = advanceUntil(subscribed(cadence, { 'attach.proration': 'freeUntilRenewal' }), at(instant));
    const attached = execute(before, attach('pool'), at(instant));
    expect(madeBy(before, attached)).toEqual([]);
    expect(liveState(attached).grants.at(-1)?.cause).toEqual({ kind: 'reason', reason: 'freeUntilRenewal' });
    const renewed = advanceUntil(attached, at(renewal));
    expect(madeBy(before, renewed)).toEqual([`${renewal}T00:00Z renewal 40.00 = basic ×1 20.00, pool ×1 20.00`]);
  });

  it('attach.invoice = nextInvoice puts the prorated charge on the renewal invoice (row 3)', () => {
    const before = subscribed(monthly, { 'attach.invoice': 'nextInvoice' });
    const attached = execute(before, attach('pool'), at('2026-03-18'));
    expect(madeBy(before, attached)).toEqual([]);
    expect(madeBy(before, advanceUntil(attached, at('2026-04-01')))).toEqual([
      '2026-04-01T00:00Z renewal 49.03 = pool ×1 9.03 (14/31), basic ×1 20.00, pool ×1 20.00',
    ]);
  });

  it('attach.invoice = nextInvoice: a scheduled attach is on the renewal invoice of its own boundary, not of the next', () => {
    const before = subscribed(monthly, { 'attach.invoice': 'nextInvoice', 'attach.when': 'nextPeriod' });
    const scheduled = execute(before, attach('pool'), at('2026-03-18'));
    expect(madeBy(before, advanceUntil(scheduled, at('2026-04-01')))).toEqual([
      '2026-04-01T00:00Z renewal 40.00 = basic ×1 20.00, pool ×1 20.00',
    ]);
  });

  it.each([
    ['prorate', 'prorate'],
    ['freeUntilRenewal, since this is the renewal', 'freeUntilRenewal'],
    ['full', 'full'],
  ] as const)('3-45 attach.when = nextPeriod is charged with the renewal at which it starts: %s', (_name, proration) => {
    const before = subscribed(monthly, { 'attach.when': 'nextPeriod', 'attach.proration': proration });
    const scheduled = execute(before, attach('pool'), at('2026-03-18'));
    expect(liveState(scheduled).grants.map(({ featureKey }) => featureKey)).toEqual(['gym']);
    expect(madeBy(before, advanceUntil(scheduled, at('2026-04-01')))).toEqual([
      '2026-04-01T00:00Z renewal 40.00 = basic ×1 20.00, pool ×1 20.00',
    ]);
  });

  it('attach.when = at charges and grants from that instant on', () => {
    const before = subscribed(monthly);
    const scheduled = execute(before, attach('pool', { when: 'at', at: at('2026-03-25T06:00Z') }), at('2026-03-18'));
    expect(madeBy(before, advanceUntil(scheduled, at('2026-03-26')))).toEqual([
      '2026-03-25T06:00Z deferred 4.52 = pool ×1 4.52 (7/31)',
    ]);
  });

  it('attach.when = backdate charges each period since then and grants from then on', () => {
    const before = advanceUntil(subscribed(monthly), at('2026-04-10'));
    const attached = execute(before, attach('pool', { when: 'backdate', at: at('2026-03-18') }), at('2026-04-10'));
    expect(madeBy(before, attached)).toEqual(['2026-04-10T00:00Z change 29.03 = pool ×1 9.03 (14/31), pool ×1 20.00']);
    expect(liveState(attached).grants.at(-1)?.startsAt).toBe('2026-03-18T00:00:00.000Z');
  });

  it('a backdated attach with freeUntilRenewal is charged from the first renewal after its start', () => {
    const before = advanceUntil(subscribed(monthly, { 'attach.proration': 'freeUntilRenewal' }), at('2026-04-10'));
    const attached = execute(before, attach('pool', { when: 'backdate', at: at('2026-03-18') }), at('2026-04-10'));
    expect(madeBy(before, attached)).toEqual(['2026-04-10T00:00Z change 20.00 = pool ×1 20.00']);
  });
});

describe('removal: position × cadence × policy (semantics rows 4, 5)', () => {
  it.each<[string, Cadence, string, PolicySettings, string]>([
    ['a day, whose date belongs to the new state', daily, '2026-03-10T15:00Z', {}, '-20.00 = pool ×-1 -20.00'],
    ['a week: 80/7', weekly, '2026-03-18T12:00Z', {}, '-11.43 = pool ×-1 -11.43 (4/7)'],
    ['a month: 140/31', monthly, '2026-03-25T12:00Z', {}, '-4.52 = pool ×-1 -4.52 (7/31)'],
    ['a month, on its last day: 20/31', monthly, '2026-03-31T23:59Z', {}, '-0.65 = pool ×-1 -0.65 (1/31)'],
    ['a quarter: 1500/92', quarterly, '2026-03-18T12:00Z', {}, '-16.30 = pool ×-1 -16.30 (75/92)'],
    ['a year: 6960/365', yearly, '2026-03-18T12:00Z', {}, '-19.07 = pool ×-1 -19.07 (348/365)'],
    [
      'seconds of a month: 20 × 6.5/31',
      monthly,
      '2026-03-25T12:00Z',
      { 'proration.unit': 'second' },
      '-4.19 = pool ×-1 -4.19 (561600/2678400)',
    ],
  ])('credits the unused part at once: %s', (_name, cadence, instant, policies, expected) => {
    const attached = execute(subscribed(cadence, policies), attach('pool'), at('2026-03-01'));
    const before = advanceUntil(attached, at(instant));
    const removed = execute(before, remove(attached.attachmentId, { when: 'now' }), at(instant));
    expect(madeBy(before, removed)).toEqual([`${at(instant).slice(0, 16)}Z credit ${expected}`]);
    expect(liveState(removed).grants.map(({ featureKey }) => featureKey)).toEqual(['gym']);
  });

  it('gives no credit where credit.form is none', () => {
    const attached = execute(subscribed(monthly, { 'credit.form': 'none' }), attach('pool'), at('2026-03-01'));
    expect(execute(attached, remove(attached.attachmentId, { when: 'now' }), at('2026-03-25')).creditNotes).toEqual([]);
  });

  it.each([
    ['detach.when = periodEnd', {}, {}],
    ['when = periodEnd in the command', { 'detach.when': 'now' } as const, { when: 'periodEnd' } as const],
  ])('2-22 keeps access to the end of the period without a credit: %s', (_name, policies, more) => {
    const attached = execute(subscribed(monthly, policies), attach('pool'), at('2026-03-01'));
    const removed = execute(attached, remove(attached.attachmentId, more), at('2026-03-25'));
    const over = advanceUntil(removed, at('2026-04-01'));
    expect(liveState(advanceUntil(removed, at('2026-03-31T23:59Z'))).grants).toHaveLength(2);
    expect(liveState(over).grants).toHaveLength(1);
    expect(madeBy(attached, over)).toEqual(['2026-04-01T00:00Z renewal 20.00 = basic ×1 20.00']);
  });

  it('gives no credit at the end of a period that began on the same local day', () => {
    const price = { prices: [flat('3.00', { cadence: daily })] };
    const facts = factsOfPlan(aPlan({ rateCards: [aRateCard('gym', price)], policies: { 'attach.proration': 'full' } }), [
      anAddOn({ rateCards: [aRateCard('pool', price)] }),
    ]);
    const daysFrom = execute(newScenario(facts), aCreate({ cadence: daily }), at('2026-03-01T06:30Z'));
    const attached = execute(advanceUntil(daysFrom, at('2026-03-20')), attach('pool'), at('2026-03-20'));
    const canceled = execute(attached, cancel(), at('2026-03-20'));
    expect(madeBy(daysFrom, advanceUntil(canceled, at('2026-03-20T06:30Z'))).at(-1)).toBe(
      '2026-03-20T06:30Z final 3.00 = pool ×1 3.00',
    );
  });

  it('credits a scheduled removal when it takes effect', () => {
    const attached = execute(subscribed(monthly), attach('pool'), at('2026-03-01'));
    const removed = execute(attached, remove(attached.attachmentId, { when: 'at', at: at('2026-03-25') }), at('2026-03-18'));
    expect(madeBy(attached, advanceUntil(removed, at('2026-03-31')))).toEqual([
      '2026-03-25T00:00Z credit -4.52 = pool ×-1 -4.52 (7/31)',
    ]);
  });
});

describe('quantity (semantics row 6)', () => {
  const withPacks = (quantity: string, policies: PolicySettings = {}): Scenario =>
    execute(subscribed(monthly, policies), attach('devices', { quantity }), at('2026-03-01'));
  const changed = (before: Scenario, to: string, more: Parameters<typeof changeQuantity>[2] = {}): Scenario =>
    execute(before, changeQuantity(before.attachmentId, to, more), at('2026-03-18'));

  it.each<[string, PolicySettings, readonly string[], readonly string[]]>([
    ['now, prorated: 2 × 7.00 × 14/31', {}, ['2026-03-18T00:00Z change 6.32 = devices ×2 6.32 (14/31)'], []],
    ['now, in full', { 'quantity.increase.proration': 'full' }, ['2026-03-18T00:00Z change 14.00 = devices ×2 14.00'], []],
    ['now, free until the renewal', { 'quantity.increase.proration': 'freeUntilRenewal' }, [], []],
    ['now, on the next invoice', { 'quantity.increase.invoice': 'nextInvoice' }, [], ['devices ×2 6.32 (14/31), ']],
    ['at the next period', { 'quantity.increase.when': 'nextPeriod' }, [], []],
  ])('increases 3 → 5 %s', (_name, policies, made, putOff) => {
    const before = withPacks('3', policies);
    const five = changed(before, '5');
    expect(madeBy(before, five)).toEqual(made);
    const total = putOff.length > 0 ? '61.32' : '55.00';
    expect(madeBy(five, advanceUntil(five, at('2026-04-01')))).toEqual([
      `2026-04-01T00:00Z renewal ${total} = ${putOff.join('')}basic ×1 20.00, devices ×5 35.00`,
    ]);
  });

  it.each<[string, Parameters<typeof changeQuantity>[2], readonly string[]]>([
    ['2-21 at the end of the period, by default', {}, []],
    ['now: 35.00 × 2/5 × 14/31', { when: 'now' }, ['2026-03-18T00:00Z credit -6.32 = devices ×-2 -6.32 (14/31)']],
    [
      'on the 25th: 35.00 × 2/5 × 7/31',
      { when: 'at', at: at('2026-03-25') },
      ['2026-03-25T00:00Z credit -3.16 = devices ×-2 -3.16 (7/31)'],
    ],
  ])('decreases 5 → 3 %s', (_name, more, credits) => {
    const before = withPacks('5');
    const three = advanceUntil(changed(before, '3', more), at('2026-04-01'));
    expect(madeBy(before, three)).toEqual(['2026-04-01T00:00Z renewal 41.00 = basic ×1 20.00, devices ×3 21.00', ...credits]);
  });

  it('credits the newest line first: 3 → 5 on the 18th, then 5 → 3 at once on the same day gives 6.32 back', () => {
    const five = changed(withPacks('3'), '5');
    const three = changed(five, '3', { when: 'now' });
    expect(madeBy(five, three)).toEqual(['2026-03-18T00:00Z credit -6.32 = devices ×-2 -6.32']);
  });

  it('removes units that are free until the renewal before paid ones', () => {
    const five = changed(withPacks('3', { 'quantity.increase.proration': 'freeUntilRenewal' }), '5');
    const three = changed(five, '3', { when: 'now' });
    expect(three.creditNotes).toEqual([]);
  });

  it('does not credit at the end units that were removed without a credit: 3 of 5 units, 35.00 × 3/5 × 14/31', () => {
    const before = withPacks('5');
    const three = changed(before, '3', { when: 'now', policies: { 'credit.form': 'none' } });
    const gone = execute(three, remove(before.attachmentId, { when: 'now' }), at('2026-03-18'));
    expect(documentsOf({ invoices: [], creditNotes: gone.creditNotes })).toEqual([
      '2026-03-18T00:00Z credit -9.48 = devices ×-3 -9.48 (14/31)',
    ]);
  });

  it('0-21 charges and credits the flat part of a single-instance add-on once for any number of seats', () => {
    const cards = [aRateCard('seats', { prices: [perUnit('7.00')] }), aRateCard('setup', { prices: [flat('10.00')] })];
    const facts = factsOfPlan(aPlan(), [anAddOn({ key: 'seats', rateCards: cards })]);
    const three = execute(
      execute(newScenario(facts), aCreate(), at('2026-03-01')),
      attach('seats', { quantity: '3' }),
      at('2026-03-01'),
    );
    const five = execute(three, changeQuantity(three.attachmentId, '5'), at('2026-03-18'));
    const four = execute(five, changeQuantity(three.attachmentId, '4', { when: 'now' }), at('2026-03-18'));
    expect(documentsOf(advanceUntil(four, at('2026-04-01'))).slice(1)).toEqual([
      '2026-03-01T00:00Z change 31.00 = seats ×3 21.00, seats ×1 10.00',
      '2026-03-18T00:00Z change 6.32 = seats ×2 6.32 (14/31)',
      '2026-04-01T00:00Z renewal 58.00 = basic ×1 20.00, seats ×4 28.00, seats ×1 10.00',
      '2026-03-18T00:00Z credit -3.16 = seats ×-1 -3.16',
    ]);
  });
});

describe('the trial of the plan (semantics rows 13, 14)', () => {
  const cover = anAddOn({ key: 'cover', rateCards: [aRateCard('cover', { prices: [flat('1.00')] })] });
  const links = [aLink('cover', { requirement: 'mandatory' }), aLink('pool'), aLink('devices')];
  const onTrial = (trialDays: number, policies: PolicySettings, start = '2026-03-01'): Scenario => {
    const facts = factsOfPlan(aPlan({ trialDays, policies, addOns: links }), [cover, anAddOn(), devicePacks()]);
    return execute(newScenario(facts), aCreate(), at(start));
  };

  it('2-8 mandatory = free: nothing in the trial, the anchor and the first charge at its end', () => {
    const trial = onTrial(10, {});
    const inTrial = { kind: 'reason', reason: 'trial' };
    expect(documentsOf(trial)).toEqual([]);
    expect(liveState(trial).grants.map(({ cause }) => cause)).toEqual([inTrial, inTrial]);
    expect(documentsOf(advanceUntil(trial, at('2026-04-11')))).toEqual([
      '2026-03-11T00:00Z trialEnd 21.00 = basic ×1 20.00, cover ×1 1.00',
      '2026-04-11T00:00Z renewal 21.00 = basic ×1 20.00, cover ×1 1.00',
    ]);
  });

  it('mandatory = charge: 10 of the 28 days from 11 February to 11 March', () => {
    expect(documentsOf(onTrial(10, { 'trial.mandatory': 'charge' }))).toEqual([
      '2026-03-01T00:00Z start 0.36 = cover ×1 0.36 (10/28)',
    ]);
  });

  it('mandatory = charge: a trial across a boundary is charged in parts: 14 of 31 days, then a whole period', () => {
    expect(documentsOf(onTrial(45, { 'trial.mandatory': 'charge' }, '2026-01-01'))).toEqual([
      '2026-01-01T00:00Z start 1.45 = cover ×1 0.45 (14/31), cover ×1 1.00',
    ]);
  });

  it('an immediate decrease in such a trial is credited on each part', () => {
    const trial = onTrial(45, { 'trial.optional.admin': 'charge' }, '2026-01-01');
    const two = execute(trial, attach('devices', { quantity: '2' }), at('2026-01-01'));
    const one = execute(two, changeQuantity(two.attachmentId, '1', { when: 'now' }), at('2026-01-08'));
    expect(documentsOf(one)).toEqual([
      '2026-01-01T00:00Z change 20.32 = devices ×2 6.32 (14/31), devices ×2 14.00',
      '2026-01-08T00:00Z credit -8.58 = devices ×-1 -1.58 (7/14), devices ×-1 -7.00',
    ]);
    expect(one.creditNotes[0]?.lines[1]?.servicePeriod.start).toBe('2026-01-15T00:00:00.000Z');
  });

  it.each<[string, 'admin' | 'customer', PolicySettings, readonly string[]]>([
    ['an administrator, by default', 'admin', {}, []],
    ['a customer with the toggle on', 'customer', { 'trial.optional.customer': 'free' }, []],
    [
      'a customer who is charged',
      'customer',
      { 'trial.optional.customer': 'charge' },
      ['2026-03-05T00:00Z change 4.29 = pool ×1 4.29 (6/28)'],
    ],
  ])('2-10 optional, by %s', (_name, actor, policies, expected) => {
    const trial = onTrial(10, policies);
    const attached = execute(trial, attach('pool', { actor }), at('2026-03-05'));
    expect(madeBy(trial, attached)).toEqual(expected);
    expect(madeBy(attached, advanceUntil(attached, at('2026-03-11')))).toEqual([
      '2026-03-11T00:00Z trialEnd 41.00 = basic ×1 20.00, cover ×1 1.00, pool ×1 20.00',
    ]);
  });

  it('a removal in the trial gives neither charge nor credit (row 16)', () => {
    const attached = execute(onTrial(10, {}), attach('pool'), at('2026-03-05'));
    const atOnce = execute(attached, remove(attached.attachmentId, { when: 'now' }), at('2026-03-06'));
    const atTheEnd = execute(attached, remove(attached.attachmentId), at('2026-03-06'));
    for (const scenario of [atOnce, atTheEnd]) {
      expect(documentsOf(advanceUntil(scenario, at('2026-03-11')))).toEqual([
        '2026-03-11T00:00Z trialEnd 21.00 = basic ×1 20.00, cover ×1 1.00',
      ]);
    }
    expect(liveState(atTheEnd).grants.map(({ featureKey }) => featureKey)).toContain('pool');
  });
});

describe('instances (semantics row 22)', () => {
  const twice = (policies: PolicySettings, first = {}): Scenario => {
    const one = execute(subscribed(monthly, policies), attach('devices', { quantity: '1', ...first }), at('2026-03-01'));
    return execute(one, attach('devices', { quantity: '2' }), at('2026-03-18'));
  };
  const held = (scenario: Scenario): readonly string[] =>
    liveState(scenario).attachments.map(({ id, quantity }) => `${id} ${quantity}`);

  it('1-8 merge = quantity adds to the attachment', () => {
    expect(held(twice({}))).toEqual(['att_1_1 3']);
  });

  it('merge = separate creates another attachment', () => {
    expect(held(twice({ 'instance.merge': 'separate' }))).toEqual(['att_1_1 1', 'att_1_2 2']);
  });

  it('merge = quantity adds a scheduled attach to the attachment that exists by then; the renewal charges the sum', () => {
    const scenario = advanceUntil(twice({}, { when: 'nextPeriod' }), at('2026-04-01'));
    expect(held(scenario)).toEqual(['att_1_1 3']);
    expect(documentsOf(scenario).at(-1)).toBe('2026-04-01T00:00Z renewal 41.00 = basic ×1 20.00, devices ×3 21.00');
  });
});
