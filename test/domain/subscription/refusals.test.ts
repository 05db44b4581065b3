import type { RefusalCode } from '../../../src/domain/refusal.ts';
import type { Command } from '../../../src/domain/subscription/model/commands.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import {
  aCreate,
  advanceTo,
  at,
  attach,
  cancel,
  changeQuantity,
  remove,
  cancelPendingChange,
} from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, devicePacks, flat, seats } from '../../support/builders/offerings.ts';
import { execute, attempt, given, liveState, type Scenario, newScenario } from '../../support/decider.ts';

const yearly = { every: 1, unit: 'year' } as const;
const cover = anAddOn({ key: 'cover' });
const vip = anAddOn({ key: 'vip', visibility: 'admin' });
const secret = anAddOn({ key: 'secret' });
const draft = anAddOn({ key: 'draft', status: 'draft' });
const costly = anAddOn({ key: 'costly', rateCards: [aRateCard('costly', { prices: [flat('1', { currency: 'EUR' })] })] });
const links = [
  aLink('pool'),
  aLink('devices', { maxInstances: 5 }),
  aLink('seats', { maxInstances: 1 }),
  aLink('cover', { requirement: 'mandatory', visibility: 'admin' }),
  aLink('vip'),
  aLink('secret', { visibility: 'admin' }),
  aLink('draft'),
  aLink('costly'),
];
const plan = aPlan({ addOns: links });
const tryout = aPlan({ key: 'tryout', trialDays: 14, addOns: links });
const unitPlan = aPlan({ key: 'units', addOns: [aLink('seats', { requirement: 'mandatory' })] });
const strict = aPlan({
  key: 'strict',
  addOns: [
    aLink('pool', { policies: { 'attach.when': 'nextPeriod' } }),
    aLink('devices', { policies: { 'quantity.increase.when': 'nextPeriod' } }),
  ],
});
const facts = factsOf([plan, tryout, unitPlan, strict, anAddOn(), devicePacks(), seats(), cover, vip, secret, draft, costly]);
const notCreated = newScenario(facts);
const march = at('2026-03-01');
const now = at('2026-03-18');
const bySelf = { actor: 'customer' } as const;
const active = [attach('devices', { quantity: '2' }), attach('seats', { quantity: '3' })].reduce(
  (scenario: Scenario, command) => execute(scenario, command, march),
  execute(notCreated, aCreate(), march),
);
const [coverId = '', packsId = '', seatsId = ''] = liveState(active).attachments.map(({ id }) => id);
const inTrial = execute(notCreated, aCreate({ planKey: 'tryout' }), march);
const waiting = execute(notCreated, aCreate({ startAt: at('2026-06-01') }), march);
const over = execute(active, cancel({ when: 'now' }), at('2026-03-10'));
const ending = execute(active, cancel(), at('2026-03-10'));
const scheduled = execute(active, attach('devices', { quantity: '2', when: 'nextPeriod' }), at('2026-03-10'));
const onStrict = execute(execute(notCreated, aCreate({ planKey: 'strict' }), march), attach('devices', { when: 'now' }), march);
const sandbox = execute(notCreated, aCreate({ clock: 'sandbox', startAt: march }), now);

describe('a refusal', () => {
  it.each<[string, Scenario, Command, Instant, RefusalCode]>([
    ['0-27 create: a plan that is not on sale', notCreated, aCreate({ planKey: 'gold' }), now, 'plan_not_launched'],
    ['2-13 create: a plan without a price for the cadence', notCreated, aCreate({ cadence: yearly }), now, 'price_not_found'],
    [
      'create: an add-on without a price in the currency',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'costly' }] }),
      now,
      'price_not_found',
    ],
    [
      'create: an add-on that is not linked',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'sauna' }] }),
      now,
      'add_on_not_linked',
    ],
    [
      '0-27 create: an add-on that is a draft',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'draft' }] }),
      now,
      'add_on_not_launched',
    ],
    [
      'create: an add-on named twice',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'pool' }, { addOnKey: 'pool' }] }),
      now,
      'add_on_already_attached',
    ],
    [
      '2-19 create: a mandatory unit-based add-on without its quantity',
      notCreated,
      aCreate({ planKey: 'units' }),
      now,
      'quantity_required',
    ],
    [
      'create: a quantity of 0',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'devices', quantity: '0' }] }),
      now,
      'quantity_invalid',
    ],
    [
      '1-13 create: more instances than the plan allows',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'devices', quantity: '6' }] }),
      now,
      'max_instances_exceeded',
    ],
    [
      '0-32 create: an admin-only link chosen by the customer',
      notCreated,
      aCreate({ ...bySelf, addOns: [{ addOnKey: 'secret' }] }),
      now,
      'add_on_not_visible',
    ],
    [
      '2-9 create: an optional add-on in the trial by the customer',
      notCreated,
      aCreate({ ...bySelf, planKey: 'tryout', addOns: [{ addOnKey: 'pool' }] }),
      now,
      'add_on_blocked_in_trial',
    ],
    [
      'create: policies set by the customer',
      notCreated,
      aCreate({ ...bySelf, policies: { 'trial.mandatory': 'free' } }),
      now,
      'policy_argument_forbidden',
    ],
    ['create: an invalid quote', notCreated, aCreate({ quoteId: 'quo_%' }), now, 'quote_stale'],
    ['create: a second time', active, aCreate(), now, 'subscription_already_exists'],
    ['any command before the creation', notCreated, attach('pool'), now, 'subscription_not_found'],
    ['any command after the end', over, attach('pool'), now, 'subscription_ended'],
    ['any command when the end is due', ending, attach('pool'), at('2026-04-02'), 'subscription_ended'],
    ['another revision', active, attach('pool', { expectedRevision: 7 }), now, 'revision_mismatch'],
    ['attach: before the start', waiting, attach('pool'), now, 'subscription_not_started'],
    ['attach: not linked', active, attach('sauna'), now, 'add_on_not_linked'],
    ['attach: a draft', active, attach('draft'), now, 'add_on_not_launched'],
    ['attach: no price in the currency', active, attach('costly'), now, 'price_not_found'],
    ['0-8 attach: an add-on that only administrators see', active, attach('vip', bySelf), now, 'add_on_not_visible'],
    ['0-32 attach: a link that only administrators see', active, attach('secret', bySelf), now, 'add_on_not_visible'],
    ['attach: an admin-only mandatory add-on, by the customer', active, attach('cover', bySelf), now, 'add_on_not_visible'],
    ['1-7 attach: a single add-on again', active, attach('seats'), now, 'add_on_already_attached'],
    [
      '1-7 attach: a single add-on that is scheduled',
      execute(active, attach('pool', { when: 'nextPeriod' }), now),
      attach('pool'),
      now,
      'add_on_already_attached',
    ],
    ['1-13 attach: too many instances', active, attach('devices', { quantity: '4' }), now, 'max_instances_exceeded'],
    ['attach: two of a flat single-instance add-on', active, attach('pool', { quantity: '2' }), now, 'quantity_invalid'],
    ['attach: half an instance', active, attach('devices', { quantity: '0.5' }), now, 'quantity_invalid'],
    ['attach: a quantity below 0', active, attach('devices', { quantity: '-1' }), now, 'quantity_invalid'],
    ['attach: a quantity that is not a number', active, attach('devices', { quantity: 'two' }), now, 'quantity_invalid'],
    ['2-9 attach: in the trial, by the customer', inTrial, attach('pool', bySelf), at('2026-03-05'), 'add_on_blocked_in_trial'],
    [
      'attach: backdated by the customer',
      active,
      attach('pool', { ...bySelf, when: 'backdate', at: march }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'attach: earlier than the policy allows the customer',
      onStrict,
      attach('pool', { ...bySelf, when: 'now' }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'attach: tomorrow, earlier than the policy allows the customer',
      onStrict,
      attach('pool', { ...bySelf, when: 'at', at: at('2026-03-19') }),
      now,
      'policy_argument_forbidden',
    ],
    ['attach: at without an instant', active, attach('pool', { when: 'at' }), now, 'effective_at_invalid'],
    ['attach: at a past instant', active, attach('pool', { when: 'at', at: march }), now, 'effective_at_invalid'],
    ['attach: now with an instant', active, attach('pool', { when: 'now', at: at('2026-03-20') }), now, 'effective_at_invalid'],
    [
      'attach: backdated to the future',
      active,
      attach('pool', { when: 'backdate', at: at('2026-03-19') }),
      now,
      'effective_at_invalid',
    ],
    [
      'attach: backdated to before the start',
      active,
      attach('pool', { when: 'backdate', at: at('2026-02-01') }),
      now,
      'backdate_before_start',
    ],
    ['attach: after the end', ending, attach('pool', { when: 'nextPeriod' }), now, 'subscription_ending'],
    ['quantity: of an unknown attachment', active, changeQuantity('att_9', '2'), now, 'attachment_not_found'],
    ['quantity: before the start', waiting, changeQuantity('att_9', '2'), now, 'subscription_not_started'],
    ['quantity: of 0', active, changeQuantity(packsId, '0'), now, 'quantity_invalid'],
    ['quantity: unchanged', active, changeQuantity(packsId, '2.0'), now, 'quantity_unchanged'],
    ['1-13 quantity: too many instances', active, changeQuantity(packsId, '6'), now, 'max_instances_exceeded'],
    [
      'quantity: lowered at once by the customer',
      active,
      changeQuantity(packsId, '1', { ...bySelf, when: 'now' }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'quantity: lowered tomorrow by the customer, for a credit',
      active,
      changeQuantity(packsId, '1', { ...bySelf, when: 'at', at: at('2026-03-19') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'quantity: lowered in the middle of a later period by the customer, for a credit',
      active,
      changeQuantity(packsId, '1', { ...bySelf, when: 'at', at: at('2026-04-02') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      '2-21 quantity: raised in the middle of a later period where the link says nextPeriod',
      onStrict,
      changeQuantity('att_1_1', '3', { ...bySelf, when: 'at', at: at('2026-04-02') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'quantity: raised earlier than the link allows',
      onStrict,
      changeQuantity('att_1_1', '3', { ...bySelf, when: 'now' }),
      now,
      'policy_argument_forbidden',
    ],
    ['quantity: while another change is pending', scheduled, changeQuantity(packsId, '3'), now, 'pending_change_conflict'],
    ['quantity: at or after the end', ending, changeQuantity(packsId, '1'), now, 'subscription_ending'],
    ['remove: an unknown attachment', active, remove('att_9'), now, 'attachment_not_found'],
    [
      '0-30 remove: a mandatory add-on, by the customer',
      active,
      remove(coverId, { ...bySelf, reason: 'I want to' }),
      now,
      'add_on_mandatory',
    ],
    ['remove: a mandatory add-on, by an administrator without a reason', active, remove(coverId), now, 'add_on_mandatory'],
    [
      '2-22 remove: at once by the customer',
      active,
      remove(packsId, { ...bySelf, when: 'now' }),
      now,
      'policy_argument_forbidden',
    ],
    [
      '2-22 remove: tomorrow by the customer, for a credit',
      active,
      remove(packsId, { ...bySelf, when: 'at', at: at('2026-03-19') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      '2-22 remove: in the middle of a later period, by the customer, for a credit',
      active,
      remove(packsId, { ...bySelf, when: 'at', at: at('2026-04-02') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      '2-22 remove: a millisecond after the end of a period, by the customer',
      active,
      remove(packsId, { ...bySelf, when: 'at', at: at('2026-05-01T00:00:00.001Z') }),
      now,
      'policy_argument_forbidden',
    ],
    ['remove: while another change is pending', scheduled, remove(packsId), now, 'pending_change_conflict'],
    ['remove: at the end of the subscription', ending, remove(packsId), now, 'subscription_ending'],
    ['cancel pending change: an unknown change', active, cancelPendingChange('chg_9'), now, 'pending_change_not_found'],
    [
      'cancel pending change: an administrator’s, by the customer',
      scheduled,
      cancelPendingChange('chg_1_1', bySelf),
      now,
      'policy_argument_forbidden',
    ],
    ['cancel: at once by the customer', active, cancel({ ...bySelf, when: 'now' }), now, 'policy_argument_forbidden'],
    [
      'cancel: tomorrow by the customer, for a credit',
      active,
      cancel({ ...bySelf, when: 'at', at: at('2026-03-19') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'cancel: in the middle of a later period by the customer, for a credit',
      active,
      cancel({ ...bySelf, when: 'at', at: at('2026-04-02') }),
      now,
      'policy_argument_forbidden',
    ],
    [
      'cancel: in the trial, before its end, by the customer',
      inTrial,
      cancel({ ...bySelf, when: 'at', at: at('2026-03-14') }),
      at('2026-03-05'),
      'policy_argument_forbidden',
    ],
    ['cancel: twice', ending, cancel(), now, 'pending_change_conflict'],
    [
      'cancel: with an attach pending at the end',
      execute(active, attach('pool', { when: 'nextPeriod' }), now),
      cancel(),
      now,
      'pending_change_conflict',
    ],
    ['clock: of a subscription on the wall clock', active, advanceTo(at('2026-05-01')), now, 'clock_is_real_time'],
    ['clock: backwards', sandbox, advanceTo(at('2026-02-01')), march, 'clock_cannot_go_back'],
    ['clock: by more than ten years', sandbox, advanceTo(at('2036-03-03')), march, 'catch_up_too_long'],
    [
      'policies set by the customer',
      active,
      remove(packsId, { ...bySelf, policies: { 'detach.when': 'now' } }),
      now,
      'policy_argument_forbidden',
    ],
  ])('%s', (_name, scenario, command, instant, code) => {
    expect(given(scenario).when(command, instant)).toBe(code);
  });

  it('names the policy that refuses a customer, and its level', () => {
    expect(attempt(onStrict, attach('pool', { ...bySelf, when: 'now' }), now)).toMatchObject({
      ok: false,
      error: { meta: { policy: 'attach.when', level: 'planAddOn' } },
    });
  });

  it('states the instant at which the subscription ended, however late that is processed', () => {
    expect(attempt(ending, attach('pool'), at('2026-05-02'))).toMatchObject({
      ok: false,
      error: { code: 'subscription_ended', meta: { endedAt: '2026-04-01T00:00:00.000Z' } },
    });
  });
});

describe('an accepted command', () => {
  it.each<[string, Scenario, Command]>([
    [
      'remove: a mandatory add-on, by an administrator with a reason',
      active,
      remove(coverId, { reason: 'covered by the employer' }),
    ],
    ['attach: later, by the customer', active, attach('pool', { ...bySelf, when: 'nextPeriod' })],
    [
      'remove: at the end of a later period, by the customer',
      active,
      remove(packsId, { ...bySelf, when: 'at', at: at('2026-05-01') }),
    ],
    [
      'quantity: lowered at the end of a later period, by the customer',
      active,
      changeQuantity(packsId, '1', { ...bySelf, when: 'at', at: at('2026-04-01') }),
    ],
    ['cancel: at the end of a later period, by the customer', active, cancel({ ...bySelf, when: 'at', at: at('2026-06-01') })],
    [
      'cancel: at the end of the trial, by the customer',
      execute(notCreated, aCreate({ planKey: 'tryout' }), at('2026-03-10')),
      cancel({ ...bySelf, when: 'at', at: at('2026-03-24') }),
    ],
    ['attach: later than required, by the customer', active, attach('pool', { ...bySelf, when: 'at', at: at('2026-04-10') })],
    ['quantity: 40 seats through a link with one instance, since seats are units', active, changeQuantity(seatsId, '40')],
    ['quantity: half a seat', active, changeQuantity(seatsId, '3.5')],
    ['cancel: with a pending removal at the same instant', execute(active, remove(packsId), now), cancel()],
    ['create: with a hidden mandatory add-on, by the customer', notCreated, aCreate(bySelf)],
    [
      'create: 40 seats through a link with one instance',
      notCreated,
      aCreate({ addOns: [{ addOnKey: 'seats', quantity: '40' }] }),
    ],
  ])('%s', (_name, scenario, command) => {
    expect(attempt(scenario, command, now)).toMatchObject({ ok: true });
  });

  it('0-30 records the reason of an override in the timeline', () => {
    expect(given(active).when(remove(coverId, { when: 'now', reason: 'covered by the employer' }), now)).toMatchObject([
      { type: 'CreditNoteIssued' },
      { type: 'GrantEnded' },
      { type: 'AddOnEnded', attachmentId: coverId, reason: 'covered by the employer' },
    ]);
  });
});
