import { type Facts, noneLaunched } from '../../../src/domain/subscription/model/facts.ts';
import { missingFacts } from '../../../src/domain/subscription/needs.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan } from '../../support/builders/offerings.ts';
import { execute, newScenario } from '../../support/decider.ts';

const cover = anAddOn({ key: 'cover' });
const plan = aPlan({ addOns: [aLink('cover', { requirement: 'mandatory' }), aLink('pool')] });
const all = factsOf([plan, cover, anAddOn()]);
const none: Facts = { ...all, versions: {}, launched: noneLaunched };
const notCreated = newScenario(all);
const active = execute(notCreated, aCreate(), at('2026-03-01'));
const scheduled = execute(active, attach('pool', { when: 'nextPeriod' }), at('2026-03-18'));

describe('missingFacts', () => {
  it('lists the facts of an order step by step: the plan on sale, its version, its mandatory and chosen add-ons', () => {
    const create = aCreate({ addOns: [{ addOnKey: 'pool' }] });
    expect(missingFacts(notCreated.state, create, none)).toEqual([{ kind: 'launched', offering: 'plan', key: 'basic' }]);
    const known = { ...none, launched: { ...noneLaunched, plan: all.launched.plan } };
    expect(missingFacts(notCreated.state, create, known)).toEqual([{ kind: 'version', id: 'ver_basic_1' }]);
    expect(missingFacts(notCreated.state, create, { ...known, versions: { [plan.id]: plan } })).toEqual([
      { kind: 'launched', offering: 'addOn', key: 'cover' },
      { kind: 'launched', offering: 'addOn', key: 'pool' },
    ]);
    expect(missingFacts(notCreated.state, create, all)).toEqual([]);
  });

  it('treats keys such as `constructor` like any other', () => {
    const asked = missingFacts(active.state, attach('constructor'), all);
    expect(asked).toEqual([{ kind: 'launched', offering: 'addOn', key: 'constructor' }]);
    const launched = { ...all.launched, addOn: { ...all.launched.addOn, constructor: null } };
    expect(missingFacts(active.state, attach('constructor'), { ...all, launched })).toEqual([]);
    const create = aCreate({ planKey: 'constructor' });
    expect(missingFacts(notCreated.state, create, none)).toEqual([{ kind: 'launched', offering: 'plan', key: 'constructor' }]);
  });

  it('lists nothing more for an offering that is not on sale', () => {
    expect(
      missingFacts(notCreated.state, aCreate(), { ...none, launched: { ...noneLaunched, plan: { basic: null } } }),
    ).toEqual([]);
    const notOnSale = { ...all, launched: { ...all.launched, addOn: { pool: null } } };
    expect(missingFacts(active.state, attach('pool'), notOnSale)).toEqual([]);
  });

  it('lists the base on sale too if the add-on is archived', () => {
    const { plan: _plan, ...launched } = all.launched;
    const archived = { ...all, launched: { ...launched, plan: {} }, archivedAddOns: ['pool'] };
    expect(missingFacts(active.state, attach('pool'), archived)).toEqual([
      { kind: 'launched', offering: 'plan', key: 'basic' },
    ]);
    expect(missingFacts(active.state, attach('pool'), { ...archived, archivedAddOns: [] })).toEqual([]);
  });

  it('lists the base on sale where links are open, for every command about an add-on and for a scheduled end', () => {
    const open = { ...plan, policies: { 'compatibility.lock': 'open' } } as const;
    const { plan: _plan, ...launched } = all.launched;
    const unknown = { ...all, versions: { ...all.versions, [plan.id]: open }, launched: { ...launched, plan: {} } };
    const asked = [{ kind: 'launched', offering: 'plan', key: 'basic' }];
    for (const command of [attach('pool'), changeQuantity('att_1_1', '2'), remove('att_1_1'), cancel()])
      expect(missingFacts(active.state, command, unknown)).toEqual(asked);
    expect(missingFacts(active.state, null, unknown)).toEqual([]);
    expect(missingFacts(execute(active, cancel(), at('2026-03-18')).state, null, unknown)).toEqual(asked);
  });

  it('lists every pinned version: of the plan, of attachments and of pending changes', () => {
    const versions = [plan, cover, anAddOn()].map(({ id }) => ({ kind: 'version', id }));
    expect(missingFacts(scheduled.state, null, none)).toEqual(versions);
    expect(missingFacts(scheduled.state, null, all)).toEqual([]);
  });
});
