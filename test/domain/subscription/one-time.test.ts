import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import { at, aCreate, attach, cancel, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf, factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat, oneTime, perUnit } from '../../support/builders/offerings.ts';
import { execute, documentsOf, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on18th = at('2026-03-18T15:00Z');
const kit = anAddOn({ key: 'kit', rateCards: [aRateCard('kit', { prices: [oneTime(flat('50.00'))] })] });
const tools = anAddOn({ key: 'tools', rateCards: [aRateCard('tools', { prices: [oneTime(perUnit('12.00'))] })] });
/** 10.00 a month and 30.00 one-time. */
const coaching = anAddOn({
  key: 'coaching',
  rateCards: [
    aRateCard('coaching', { prices: [flat('10.00')] }),
    aRateCard('first-meeting', { featureKey: null, entitlement: null, prices: [oneTime(flat('30.00'))] }),
  ],
});
const addOns = [kit, tools, coaching];
const inMarch = (policies: PolicySettings = {}): Scenario =>
  execute(newScenario(factsOfPlan(aPlan({ policies }), addOns)), aCreate(), march);
/** The documents after the first invoice of the plan. */
const changesOf = (scenario: Scenario): readonly string[] => documentsOf(scenario).slice(1);

describe('a one-time price', () => {
  it('0-20 is charged in full in the middle of a period, and never again', () => {
    const scenario = advanceUntil(execute(inMarch(), attach('kit'), on18th), at('2026-05-01'));
    expect(changesOf(scenario)).toEqual([
      '2026-03-18T15:00Z change 50.00 = kit ×1 50.00',
      '2026-04-01T00:00Z renewal 20.00 = basic ×1 20.00',
      '2026-05-01T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
    const [line] = scenario.invoices[1]?.lines ?? [];
    expect([line?.kind, line?.unitAmount, line?.servicePeriod]).toEqual(['oneTime', '50', { start: on18th, end: null }]);
  });

  it('covers the time from its charge on: from the end of a trial, from the start of a backdated attach', () => {
    const mandatory = aPlan({ trialDays: 14, addOns: [aLink('kit', { requirement: 'mandatory' })] });
    const trial = advanceUntil(execute(newScenario(factsOf([mandatory, kit])), aCreate(), march), at('2026-03-15'));
    const backdated = execute(inMarch(), attach('kit', { when: 'backdate', at: at('2026-03-10') }), on18th);
    const spans = [trial, backdated].map(({ invoices }) =>
      invoices
        .at(-1)
        ?.lines.filter(({ kind }) => kind === 'oneTime')
        .map(({ servicePeriod }) => servicePeriod),
    );
    expect(spans).toEqual([[{ start: at('2026-03-15'), end: null }], [{ start: at('2026-03-10'), end: null }]]);
  });

  it('0-20 is not prorated beside a recurring price: 10.00 × 14/31 + 30.00', () => {
    const scenario = advanceUntil(execute(inMarch(), attach('coaching'), on18th), at('2026-04-01'));
    expect(changesOf(scenario)).toEqual([
      '2026-03-18T15:00Z change 34.52 = coaching ×1 4.52 (14/31), coaching ×1 30.00',
      '2026-04-01T00:00Z renewal 30.00 = basic ×1 20.00, coaching ×1 10.00',
    ]);
  });

  it('is not credited: on the 25th only the recurring 4.52 × 7/14 is', () => {
    const attached = execute(inMarch(), attach('coaching'), on18th);
    const detached = execute(attached, remove(attached.attachmentId, { when: 'now' }), at('2026-03-25'));
    expect(changesOf(detached).slice(1)).toEqual(['2026-03-25T00:00Z credit -2.26 = coaching ×-1 -2.26 (7/14)']);
  });

  it('waits for the renewal if the policy defers it, and is on the last invoice if there is no renewal', () => {
    const putOff = execute(inMarch({ 'attach.invoice': 'nextInvoice' }), attach('kit'), on18th);
    expect(changesOf(advanceUntil(putOff, at('2026-04-01')))).toEqual([
      '2026-04-01T00:00Z renewal 70.00 = kit ×1 50.00, basic ×1 20.00',
    ]);
    const canceled = execute(putOff, cancel({ when: 'now', policies: { 'credit.form': 'none' } }), at('2026-03-20'));
    expect(changesOf(canceled)).toEqual(['2026-03-20T00:00Z final 50.00 = kit ×1 50.00']);
  });

  it('is charged with the first charge of an add-on that is free until the renewal, or never if it ends before', () => {
    const free = execute(inMarch({ 'attach.proration': 'freeUntilRenewal' }), attach('coaching'), on18th);
    expect(changesOf(advanceUntil(free, at('2026-05-01')))).toEqual([
      '2026-04-01T00:00Z renewal 60.00 = basic ×1 20.00, coaching ×1 10.00, coaching ×1 30.00',
      '2026-05-01T00:00Z renewal 30.00 = basic ×1 20.00, coaching ×1 10.00',
    ]);
    const gone = execute(free, remove(free.attachmentId, { when: 'now' }), at('2026-03-25'));
    expect(changesOf(advanceUntil(gone, at('2026-04-01')))).toEqual(['2026-04-01T00:00Z renewal 20.00 = basic ×1 20.00']);
  });

  it('2-8 is charged at the end of the trial, or never if the subscription ends with the trial', () => {
    const plan = aPlan({ trialDays: 14, addOns: [aLink('kit', { requirement: 'mandatory' })] });
    const trial = execute(newScenario(factsOf([plan, kit])), aCreate(), march);
    expect(documentsOf(trial)).toEqual([]);
    expect(documentsOf(advanceUntil(trial, at('2026-04-15')))).toEqual([
      '2026-03-15T00:00Z trialEnd 70.00 = basic ×1 20.00, kit ×1 50.00',
      '2026-04-15T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
    expect(documentsOf(execute(trial, cancel({ when: 'now' }), at('2026-03-10')))).toEqual([]);
  });

  it('is charged with the renewal at the instant of a scheduled attach', () => {
    const scheduled = execute(inMarch(), attach('kit', { when: 'nextPeriod' }), on18th);
    expect(changesOf(advanceUntil(scheduled, at('2026-04-01')))).toEqual([
      '2026-04-01T00:00Z renewal 70.00 = basic ×1 20.00, kit ×1 50.00',
    ]);
  });

  it('of a plan is on its first invoice only', () => {
    const joining = aRateCard('joining', { featureKey: null, entitlement: null, prices: [oneTime(flat('30.00'))] });
    const plan = aPlan({ rateCards: [...aPlan().rateCards, joining] });
    expect(documentsOf(advanceUntil(execute(newScenario(factsOf([plan])), aCreate(), march), at('2026-04-01')))).toEqual([
      '2026-03-01T00:00Z start 50.00 = basic ×1 20.00, basic ×1 30.00',
      '2026-04-01T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
  });

  it('is allowed at any cadence of the subscription, but not in another currency', () => {
    const yearly = aCreate({ cadence: { every: 1, unit: 'year' } });
    const plan = aPlan({ rateCards: [aRateCard('gym', { prices: [flat('200.00', { cadence: yearly.cadence })] })] });
    const scenario = execute(newScenario(factsOfPlan(plan, [kit])), yearly, march);
    expect(changesOf(execute(scenario, attach('kit'), on18th))).toEqual(['2026-03-18T15:00Z change 50.00 = kit ×1 50.00']);
  });
});

describe('a quantity change at a one-time price', () => {
  const two = (policies: PolicySettings = {}): Scenario =>
    execute(inMarch(policies), attach('tools', { quantity: '2' }), march);

  it('charges further units in full: 3 × 12.00 on the 18th', () => {
    const five = execute(two(), changeQuantity(two().attachmentId, '5'), on18th);
    expect(changesOf(five)).toEqual([
      '2026-03-01T00:00Z change 24.00 = tools ×2 24.00',
      '2026-03-18T15:00Z change 36.00 = tools ×3 36.00',
    ]);
  });

  it('charges two increases of one instant as two lines', () => {
    const three = execute(two(), changeQuantity(two().attachmentId, '3'), on18th);
    const four = execute(three, changeQuantity(three.attachmentId, '4'), on18th);
    expect(changesOf(four).slice(1)).toEqual([
      '2026-03-18T15:00Z change 12.00 = tools ×1 12.00',
      '2026-03-18T15:00Z change 12.00 = tools ×1 12.00',
    ]);
    const segments = four.invoices.flatMap(({ lines }) => lines.map(({ segment }) => segment));
    expect(new Set(segments).size).toBe(segments.length);
  });

  it('credits nothing for a decrease', () => {
    const one = execute(two(), changeQuantity(two().attachmentId, '1', { when: 'now' }), on18th);
    expect(changesOf(advanceUntil(one, at('2026-04-01'))).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
  });

  it('charges units that start on a boundary with its renewal', () => {
    const scheduled = execute(two(), changeQuantity(two().attachmentId, '3', { when: 'nextPeriod' }), on18th);
    expect(changesOf(advanceUntil(scheduled, at('2026-05-01'))).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 32.00 = tools ×1 12.00, basic ×1 20.00',
      '2026-05-01T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
  });

  it('defers units that are free until the renewal to the renewal', () => {
    const policies = { 'quantity.increase.proration': 'freeUntilRenewal' } as const;
    const three = execute(two(policies), changeQuantity(two().attachmentId, '3'), on18th);
    expect(changesOf(advanceUntil(three, at('2026-04-01'))).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 32.00 = tools ×1 12.00, basic ×1 20.00',
    ]);
  });

  it('charges all units together if the add-on is free until the renewal, including units that start at it', () => {
    const free = execute(
      inMarch({ 'attach.proration': 'freeUntilRenewal' }),
      attach('tools', { quantity: '2' }),
      at('2026-03-18'),
    );
    const three = execute(free, changeQuantity(free.attachmentId, '3'), at('2026-03-20'));
    const four = execute(three, changeQuantity(three.attachmentId, '4', { when: 'nextPeriod' }), at('2026-03-21'));
    expect(changesOf(advanceUntil(four, at('2026-05-01')))).toEqual([
      '2026-04-01T00:00Z renewal 68.00 = basic ×1 20.00, tools ×4 48.00',
      '2026-05-01T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
  });
});
