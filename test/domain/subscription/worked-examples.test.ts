import { statusOf } from '../../../src/domain/subscription/model/state.ts';
import {
  at,
  aCreate,
  advanceTo,
  attach,
  cancel,
  changeQuantity,
  remove,
  cancelPendingChange,
} from '../../support/builders/commands.ts';
import { factsOf, factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, devicePacks, flat, seats } from '../../support/builders/offerings.ts';
import {
  execute,
  documentsOf,
  endedState,
  given,
  liveState,
  type Scenario,
  newScenario,
  advanceUntil,
} from '../../support/decider.ts';

const march = at('2026-03-01');
const facts = factsOfPlan(aPlan(), [anAddOn(), devicePacks(), seats()]);
const inMarch = (): Scenario => execute(newScenario(facts), aCreate(), march);
/** The documents after the first invoice of the plan. */
const changesOf = (scenario: Scenario): readonly string[] => documentsOf(scenario).slice(1);

describe('the worked examples of semantics §5, in March, UTC', () => {
  it('charges 14/31 of 20.00, which is 9.03, for an attach on the 18th', () => {
    const scenario = execute(inMarch(), attach('pool'), at('2026-03-18T15:00Z'));
    expect(changesOf(scenario)).toEqual(['2026-03-18T15:00Z change 9.03 = pool ×1 9.03 (14/31)']);
  });

  it('charges 6.32 for an increase from 3 to 5 on the 18th at 7.00 each', () => {
    const three = execute(inMarch(), attach('seats', { quantity: '3' }), march);
    const five = execute(three, changeQuantity(three.attachmentId, '5'), at('2026-03-18T15:00Z'));
    expect(changesOf(five)).toEqual([
      '2026-03-01T00:00Z change 21.00 = seats ×3 21.00',
      '2026-03-18T15:00Z change 6.32 = seats ×2 6.32 (14/31)',
    ]);
  });

  it('credits 4.52 for a removal on the 25th of what was charged 9.03 on the 18th', () => {
    const attached = execute(inMarch(), attach('pool'), at('2026-03-18'));
    const detached = execute(attached, remove(attached.attachmentId, { when: 'now' }), at('2026-03-25T09:00Z'));
    expect(changesOf(detached)).toEqual([
      '2026-03-18T00:00Z change 9.03 = pool ×1 9.03 (14/31)',
      '2026-03-25T09:00Z credit -4.52 = pool ×-1 -4.52 (7/14)',
    ]);
    const [note] = detached.creditNotes;
    expect(note?.lines[0]?.creditedLineId).toBe(detached.invoices[1]?.lines[0]?.id);
  });

  it('charges and credits 0.65 for an attach on 31 March at 23:30 and a removal on the same local day', () => {
    const attached = execute(inMarch(), attach('pool'), at('2026-03-31T23:30Z'));
    const detached = execute(attached, remove(attached.attachmentId, { when: 'now' }), at('2026-03-31T23:45Z'));
    expect(changesOf(detached)).toEqual([
      '2026-03-31T23:30Z change 0.65 = pool ×1 0.65 (1/31)',
      '2026-03-31T23:45Z credit -0.65 = pool ×-1 -0.65',
    ]);
  });
});

/** A gym with water, device packs and a mandatory insurance. */
const club = [
  anAddOn({ key: 'water', rateCards: [aRateCard('water', { prices: [flat('5.00')] })] }),
  devicePacks(),
  anAddOn({ key: 'cover', rateCards: [aRateCard('cover', { featureKey: null, entitlement: null, prices: [flat('1.00')] })] }),
];
const links = [
  aLink('water'),
  aLink('devices', { maxInstances: 5 }),
  aLink('cover', { requirement: 'mandatory', visibility: 'admin' }),
];
const clubFacts = factsOf([aPlan({ addOns: links }), aPlan({ key: 'tryout', trialDays: 14, addOns: links }), ...club]);
const attachmentOf = (scenario: Scenario, key: string): string => {
  const attachment = liveState(scenario).attachments.find(({ addOnKey }) => addOnKey === key);
  return attachment?.id ?? `no ${key}`;
};
const featuresOf = (scenario: Scenario): readonly string[] => liveState(scenario).grants.map(({ featureKey }) => featureKey);
/** Executes a command at the current time of the sandbox clock. */
const then = (scenario: Scenario, command: Parameters<typeof execute>[1]): Scenario =>
  execute(scenario, command, liveState(scenario).at);

describe('a gym subscription from order to cancellation', () => {
  const order = aCreate({
    timeZone: 'Europe/Berlin',
    clock: 'sandbox',
    startAt: at('2026-01-31T10:00Z'),
    addOns: [{ addOnKey: 'water' }],
  });
  const created = execute(newScenario(clubFacts), order, at('2026-11-01'));

  it('0-30, 2-6 includes the mandatory add-on: 26.00 on 31 January', () => {
    expect(documentsOf(created)).toEqual(['2026-01-31T10:00Z start 26.00 = basic ×1 20.00, cover ×1 1.00, water ×1 5.00']);
    expect(liveState(created).at).toBe('2026-01-31T10:00:00.000Z');
  });

  const inFebruary = then(created, advanceTo(at('2026-02-14T12:00Z')));
  const withDevices = then(inFebruary, attach('devices', { quantity: '2' }));

  it('3-45 attaches 2 device packs on 14 February for 2 × 7.00 × 14/28 = 7.00', () => {
    expect(documentsOf(withDevices).at(-1)).toBe('2026-02-14T12:00Z change 7.00 = devices ×2 7.00 (14/28)');
    expect(withDevices.invoices[1]?.lines[0]?.servicePeriod).toEqual({
      start: '2026-02-14T12:00:00.000Z',
      end: '2026-02-28T10:00:00.000Z',
    });
  });

  it('refuses more than 5 instances, and a second one of a single-instance add-on', () => {
    expect(given(withDevices).when(attach('devices', { quantity: '4' }), liveState(withDevices).at)).toBe(
      'max_instances_exceeded',
    );
    expect(given(withDevices).when(attach('water'), liveState(withDevices).at)).toBe('add_on_already_attached');
  });

  const removing = then(withDevices, remove(attachmentOf(withDevices, 'water')));

  it('2-21 removes at the end of the period and keeps access; the removal can be canceled', () => {
    expect(removing.last).toMatchObject([{ type: 'ChangeScheduled', change: { effectiveAt: '2026-02-28T10:00:00.000Z' } }]);
    expect(featuresOf(removing)).toContain('water');
    const undone = then(removing, cancelPendingChange(liveState(removing).pending[0]?.id ?? ''));
    expect(liveState(undone).pending).toEqual([]);
  });

  it('0-30, 2-6 refuses the removal of the mandatory add-on', () => {
    expect(given(removing).when(remove(attachmentOf(removing, 'cover'), { actor: 'customer' }), liveState(removing).at)).toBe(
      'add_on_mandatory',
    );
  });

  const renewed = then(removing, advanceTo(at('2026-03-01')));

  it('renews on 28 February at 35.00 without the removed add-on, and on the 31st again in summer time', () => {
    expect(documentsOf(renewed).at(-1)).toBe(
      '2026-02-28T10:00Z renewal 35.00 = basic ×1 20.00, cover ×1 1.00, devices ×2 14.00',
    );
    expect(featuresOf(renewed)).not.toContain('water');
    expect(liveState(renewed).period?.end).toBe('2026-03-31T09:00:00.000Z');
  });

  const fewer = then(renewed, changeQuantity(attachmentOf(renewed, 'devices'), '1'));
  const inJune = then(fewer, advanceTo(at('2026-06-01')));

  it('lowers the quantity only from the next period on, and renews three months at their own instants', () => {
    expect(liveState(fewer).attachments.find(({ addOnKey }) => addOnKey === 'devices')?.quantity).toBe('2');
    expect(inJune.invoices.map(({ effectiveAt, total }) => `${effectiveAt} ${total.amount}`)).toEqual([
      '2026-01-31T10:00:00.000Z 26.00',
      '2026-02-14T12:00:00.000Z 7.00',
      '2026-02-28T10:00:00.000Z 35.00',
      '2026-03-31T09:00:00.000Z 28.00',
      '2026-04-30T09:00:00.000Z 28.00',
      '2026-05-31T09:00:00.000Z 28.00',
    ]);
  });

  it('cancels at the end of the period: access until then, nothing after', () => {
    const canceling = then(inJune, cancel());
    expect(featuresOf(canceling)).toContain('gym');
    const over = then(canceling, advanceTo(at('2026-08-01')));
    expect(endedState(over)).toMatchObject({ ending: 'canceled', endedAt: '2026-06-30T09:00:00.000Z' });
    expect(over.invoices).toHaveLength(6);
    expect(over.creditNotes).toEqual([]);
    expect(given(over).when(attach('water'), at('2026-08-01'))).toBe('subscription_ended');
  });

  it('2-8 2-9 has the mandatory add-on free in the trial, blocks the optional one for the customer, and charges 21.00 at its end', () => {
    const tryout = aCreate({
      planKey: 'tryout',
      timeZone: 'Europe/Berlin',
      clock: 'sandbox',
      startAt: at('2026-03-10T08:00Z'),
    });
    const trial = execute(newScenario(clubFacts), tryout, at('2026-11-01'));
    expect(statusOf(liveState(trial))).toBe('trial');
    expect(documentsOf(trial)).toEqual([]);
    expect(liveState(trial).attachments.map(({ addOnKey }) => addOnKey)).toEqual(['cover']);
    expect(given(trial).when(attach('water', { actor: 'customer' }), liveState(trial).at)).toBe('add_on_blocked_in_trial');
    const charged = then(trial, advanceTo(at('2026-03-25')));
    expect(documentsOf(charged)).toEqual(['2026-03-24T08:00Z trialEnd 21.00 = tryout ×1 20.00, cover ×1 1.00']);
    expect(statusOf(liveState(charged))).toBe('active');
  });

  it('gives the same state by replaying the events', () => {
    expect(advanceUntil(inJune, at('2026-06-01')).state).toEqual(inJune.state);
  });
});
