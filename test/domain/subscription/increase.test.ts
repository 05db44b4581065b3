import { type AddOnVersion, type PlanVersion, unrestricted } from '../../../src/domain/catalogue/model/offering.ts';
import type { Create } from '../../../src/domain/subscription/model/commands.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { aCreate, at, attach, changeQuantity } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, seats } from '../../support/builders/offerings.ts';
import { execute, given, type Scenario, newScenario } from '../../support/decider.ts';

const march = at('2026-03-01');
const bySelf = { actor: 'customer' } as const;

interface Held {
  readonly addOn?: Partial<AddOnVersion>;
  readonly plan?: Partial<PlanVersion>;
  readonly order?: Partial<Create>;
}

/** A subscription to which an administrator attached three seats. */
function withSeats({ addOn = {}, plan = {}, order = {} }: Held = {}): Scenario {
  const facts = factsOf([aPlan({ addOns: [aLink('seats')], ...plan }), seats(addOn)]);
  const ordered = { addOns: [{ addOnKey: 'seats', quantity: '3' }], ...order };
  return execute(newScenario(facts), aCreate(ordered), march);
}
const ofCustomer = (scenario: Scenario, quantity: string, more: object = {}) =>
  given(scenario).when(changeQuantity('att_1_1', quantity, { ...bySelf, ...more }), march);
const ofAdmin = (scenario: Scenario, quantity: string) => given(scenario).when(changeQuantity('att_1_1', quantity), march);
const hidden = { addOns: [aLink('seats', { visibility: 'admin' })] } as const;
const forOwners = { restrictions: { ...unrestricted, roles: ['owner'] } } as const;

const isBought = (outcome: unknown): boolean => Array.isArray(outcome);

describe('an increase of an add-on that the customer has', () => {
  it.each<[string, Held, string]>([
    ['0-32 of an add-on that the link hides from customers', { plan: hidden }, 'add_on_not_visible'],
    ['0-8 of an add-on that is hidden from customers', { addOn: { visibility: 'admin' } }, 'add_on_not_visible'],
    ['4-19 of an add-on that is restricted to some roles', { addOn: forOwners, order: { role: 'owner' } }, 'add_on_restricted'],
    ['2-9 of an add-on that is blocked in the trial', { plan: { trialDays: 14 } }, 'add_on_blocked_in_trial'],
  ])('%s is refused to the customer and not to an administrator', (_name, held, code) => {
    const scenario = withSeats(held);
    expect(ofCustomer(scenario, '5')).toBe(code);
    expect(isBought(ofAdmin(scenario, '5'))).toBe(true);
    // A decrease is not a purchase.
    expect(isBought(ofCustomer(scenario, '2'))).toBe(true);
  });

  it('4-19 is sold to a customer that states the role', () => {
    const scenario = withSeats({ addOn: forOwners, order: { role: 'owner' } });
    expect(ofCustomer(scenario, '5', { role: 'guest' })).toBe('add_on_restricted');
    expect(isBought(ofCustomer(scenario, '5', { role: 'owner' }))).toBe(true);
  });

  it('4-19 is refused to a customer of another account type', () => {
    const addOn = { restrictions: { ...unrestricted, accountTypes: ['business'] } };
    const scenario = withSeats({ order: { accountType: 'private' } });
    const restricted: Facts = factsOf([aPlan({ addOns: [aLink('seats')] }), seats(), seats({ version: 2, ...addOn })]);
    expect(ofCustomer({ ...scenario, facts: restricted }, '5')).toBe('add_on_restricted');
  });

  it('0-36 is refused for an archived add-on that the plan version on sale does not link', () => {
    const scenario = withSeats();
    const second = aPlan({ version: 2, addOns: [] });
    const versions = [aPlan({ status: 'superseded', addOns: [aLink('seats')] }), second, seats()] as const;
    const facts = { ...factsOf(versions), archivedAddOns: ['seats'] };
    expect(ofCustomer({ ...scenario, facts }, '5')).toBe('add_on_archived');
  });

  it('0-29 is refused where links are open and the link was removed', () => {
    const open = { policies: { 'compatibility.lock': 'open' } } as const;
    const first = aPlan({ ...open, addOns: [aLink('seats')] });
    const scenario = withSeats({ plan: first });
    const facts = factsOf([{ ...first, status: 'superseded' }, aPlan({ ...open, version: 2, addOns: [] }), seats()]);
    expect(ofCustomer({ ...scenario, facts }, '5')).toBe('add_on_not_linked');
  });

  it('1-14 is refused before the first phase that takes the add-on, and can be scheduled into it', () => {
    const phases = [
      { key: 'intro', durationInCycles: 1 },
      { key: 'full', durationInCycles: null },
    ];
    const scenario = withSeats();
    const onSale = aPlan({ phases, addOns: [aLink('seats', { fromPhase: 'full' })] });
    const inPhases = { ...scenario, facts: factsOf([onSale, seats()]) };
    expect(ofCustomer(inPhases, '5')).toBe('add_on_not_in_phase');
    expect(isBought(ofCustomer(inPhases, '5', { when: 'nextPeriod' }))).toBe(true);
  });

  it('0-30 of a mandatory add-on is sold to the customer, even hidden or in the trial', () => {
    const plan = { trialDays: 14, addOns: [aLink('seats', { requirement: 'mandatory', visibility: 'admin' })] } as const;
    expect(isBought(ofCustomer(withSeats({ plan }), '5'))).toBe(true);
  });

  it('0-32 is also refused as an attach', () => {
    const boxes = anAddOn({ key: 'boxes', instance: 'multiple' });
    const facts = factsOf([aPlan({ addOns: [aLink('boxes', { visibility: 'admin' })] }), boxes]);
    const scenario = execute(newScenario(facts), aCreate({ addOns: [{ addOnKey: 'boxes', quantity: '2' }] }), march);
    expect(given(scenario).when(attach('boxes', bySelf), march)).toBe('add_on_not_visible');
  });
});

describe('the quantity of a mandatory add-on', () => {
  const mandatory = { addOns: [aLink('seats', { requirement: 'mandatory' })] } as const;

  it('2-19 is at least 1, in the order and afterwards', () => {
    const facts = factsOf([aPlan(mandatory), seats()]);
    const half = aCreate({ addOns: [{ addOnKey: 'seats', quantity: '0.5' }] });
    expect(given(newScenario(facts)).when(half, march)).toBe('quantity_invalid');
    const scenario = withSeats({ plan: mandatory });
    expect(ofCustomer(scenario, '0.5')).toBe('quantity_invalid');
    expect(ofAdmin(scenario, '0.01')).toBe('quantity_invalid');
    expect(isBought(ofCustomer(scenario, '1'))).toBe(true);
  });
});
