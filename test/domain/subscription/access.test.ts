import { aCreate, at, attach, cancel, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { anAddOn, aPlan, aQuota, aRateCard, devicePacks, flat, perUnit } from '../../support/builders/offerings.ts';
import { execute, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const packs = (notify: boolean) =>
  devicePacks({
    rateCards: [
      aRateCard('devices', { entitlement: aQuota('3', { anchor: 'billingPeriod', notify }), prices: [perUnit('7.00')] }),
      aRateCard('support'),
    ],
  });
const begun = (notify = false): Scenario => {
  const scenario = execute(newScenario(factsOfPlan(aPlan(), [anAddOn(), packs(notify)])), aCreate(), at('2026-03-01'));
  return execute(scenario, attach('devices', { quantity: '2' }), at('2026-03-18'));
};
const grantsOf = (scenario: Scenario): readonly string[] =>
  liveState(scenario).grants.map(({ id, featureKey, quantity }) => `${id} ${featureKey} ×${quantity}`);

describe('grants of a purchase', () => {
  it('4-2 multiply the quota by the quantity; one line pays for all grants of an add-on', () => {
    const scenario = begun();
    expect(grantsOf(scenario)).toEqual(['gra_1_1 gym ×1', 'gra_1_2 devices ×2', 'gra_1_3 support ×2']);
    expect(scenario.invoices.at(-1)?.lines.map(({ id, grantIds }) => [id, grantIds])).toEqual([
      ['lin_1_2', ['gra_1_2', 'gra_1_3']],
    ]);
    expect(liveState(scenario).grants.at(-1)?.cause).toEqual({ kind: 'charge', lineId: 'lin_1_2' });
  });

  it('4-20 change only the quota when the quantity changes, and keep their usage windows', () => {
    const scenario = begun();
    const three = execute(scenario, changeQuantity(scenario.attachmentId, '3'), at('2026-03-25'));
    expect(grantsOf(three)).toEqual(['gra_1_1 gym ×1', 'gra_1_3 support ×2', 'gra_1_4 devices ×3']);
    const [old] = liveState(scenario).grants.filter(({ featureKey }) => featureKey === 'devices');
    const [replaced] = liveState(three).grants.filter(({ featureKey }) => featureKey === 'devices');
    expect(replaced).toMatchObject({ startsAt: '2026-03-25T00:00:00.000Z', windowAnchorAt: old?.windowAnchorAt });
    expect(replaced?.cause).toEqual({ kind: 'charge', lineId: 'lin_1_3' });
  });

  it.each([
    ['fewer', '1', 'periodEnd', 'quantityDecreased'],
    ['more', '4', 'nextPeriod', 'paidByRenewal'],
  ] as const)('of %s units from the next period on are named by the renewal line', (_name, quantity, when, reason) => {
    const scenario = begun();
    const changed = advanceUntil(
      execute(
        scenario,
        changeQuantity(scenario.attachmentId, quantity, when === 'nextPeriod' ? { when } : {}),
        at('2026-03-25'),
      ),
      at('2026-04-01'),
    );
    const grant = liveState(changed).grants.find(({ featureKey }) => featureKey === 'devices');
    expect(grant).toMatchObject({ quantity, cause: { kind: 'reason', reason } });
    const line = changed.invoices.at(-1)?.lines.find(({ offeringKey }) => offeringKey === 'devices');
    expect(line?.grantIds).toContain(grant?.id);
  });

  it('0-21 give the quota of a flat rate card once, and keep it when the number of seats changes', () => {
    const cards = [
      aRateCard('seats', { entitlement: aQuota('1'), prices: [perUnit('7.00')] }),
      aRateCard('storage', { entitlement: aQuota('100'), prices: [flat('10.00')] }),
    ];
    const facts = factsOfPlan(aPlan(), [anAddOn({ key: 'seats', rateCards: cards })]);
    const three = execute(
      execute(newScenario(facts), aCreate(), at('2026-03-01')),
      attach('seats', { quantity: '3' }),
      at('2026-03-01'),
    );
    const five = execute(three, changeQuantity(three.attachmentId, '5'), at('2026-03-02'));
    expect(grantsOf(five)).toEqual(['gra_1_1 gym ×1', 'gra_1_3 storage ×1', 'gra_1_4 seats ×5']);
  });

  it.each([
    ['a removal at once', remove('att_1_1', { when: 'now' }), '2026-03-25T00:00:00.000Z'],
    ['a removal at the end of the period', remove('att_1_1'), '2026-04-01T00:00:00.000Z'],
    ['the end of the subscription', cancel(), '2026-04-01T00:00:00.000Z'],
  ])('end at the instant of %s', (_name, command, expected) => {
    const scenario = advanceUntil(execute(begun(), command, at('2026-03-25')), at('2026-04-02'));
    const ends = scenario.events.filter((event) => event.type === 'GrantEnded' && event.grantId !== 'gra_1_1');
    expect(ends.map(({ at: endsAt }) => endsAt)).toEqual([expected, expected]);
  });
});

describe('usage windows', () => {
  const resetsOf = (scenario: Scenario): readonly string[] =>
    scenario.events.flatMap((event) =>
      event.type === 'UsageWindowReset' ? [`${event.at.slice(0, 10)} ${event.grantId}`] : [],
    );

  it('0-17 restart without a wake unless a notification is due', () => {
    expect(resetsOf(advanceUntil(begun(false), at('2026-05-02')))).toEqual([]);
    expect(resetsOf(advanceUntil(begun(true), at('2026-05-02')))).toEqual(['2026-04-01 gra_1_2', '2026-05-01 gra_1_2']);
  });

  it('notify of a reset at the same instant as a change of the quantity', () => {
    const scenario = begun(true);
    const fewer = execute(scenario, changeQuantity(scenario.attachmentId, '1'), at('2026-03-25'));
    expect(resetsOf(advanceUntil(fewer, at('2026-04-02')))).toEqual(['2026-04-01 gra_1_4']);
  });
});
