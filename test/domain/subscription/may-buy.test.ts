import * as fc from 'fast-check';
import { type AddOnVersion, type PlanVersion, unrestricted } from '../../../src/domain/catalogue/model/offering.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { customerOffer } from '../../../src/domain/subscription/offer/customer-offer.ts';
import type { Buyer } from '../../../src/domain/subscription/offer/may-buy.ts';
import { aCreate, at, attach, changeQuantity } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, aPlan, seats } from '../../support/builders/offerings.ts';
import { execute, attempt, newScenario } from '../../support/decider.ts';

const march = at('2026-03-01');

const visibilities = ['customer', 'admin'] as const;
const restrictions = [
  unrestricted,
  { ...unrestricted, plans: ['basic'] },
  { ...unrestricted, plans: ['other'] },
  { ...unrestricted, roles: ['owner'] },
  { ...unrestricted, accountTypes: ['business'] },
];

/** Seats linked by `basic` with random settings, and a buyer. */
interface Sale {
  readonly plan: PlanVersion;
  readonly addOn: AddOnVersion;
  readonly buyer: Buyer;
}

const sales: fc.Arbitrary<Sale> = fc
  .record({
    ofLink: fc.constantFrom(...visibilities),
    ofAddOn: fc.constantFrom(...visibilities),
    restriction: fc.constantFrom(...restrictions),
    trialDays: fc.constantFrom(0, 14),
    inTrial: fc.constantFrom('block', 'free'),
    actor: fc.constantFrom('customer', 'admin'),
    role: fc.constantFrom(null, 'owner', 'guest'),
    accountType: fc.constantFrom(null, 'business', 'private'),
  })
  .map(({ ofLink, ofAddOn, restriction, trialDays, inTrial, actor, role, accountType }) => ({
    plan: aPlan({
      trialDays,
      policies: { 'trial.optional.customer': inTrial },
      addOns: [aLink('seats', { visibility: ofLink })],
    }),
    addOn: seats({ visibility: ofAddOn, restrictions: restriction }),
    buyer: { actor, role, accountType },
  }));

/** Whether the offer lists the seats as available at the start of a subscription. */
function isShown({ plan, addOn, buyer }: Sale): boolean {
  const offer = customerOffer({ base: plan, addOns: [addOn], buyer, currency: 'USD', cadence: null, tenantPolicies: {} });
  const [offered] = offer.ok ? offer.value.addOns : [];
  return offered !== undefined && (plan.trialDays === 0 || offered.availableInTrial);
}

const factsFor = ({ plan, addOn }: Sale): Facts => factsOf([plan, addOn]);
const roleOf = ({ buyer: { actor, role } }: Sale) => ({ actor, ...(role === null ? {} : { role }) });
const accountTypeOf = ({ buyer: { accountType } }: Sale) => (accountType === null ? {} : { accountType });

function isOrdered(sale: Sale): boolean {
  const order = aCreate({ ...roleOf(sale), ...accountTypeOf(sale), addOns: [{ addOnKey: 'seats', quantity: '3' }] });
  return attempt(newScenario(factsFor(sale)), order, march).ok;
}

function isAttached(sale: Sale): boolean {
  const scenario = execute(newScenario(factsFor(sale)), aCreate(accountTypeOf(sale)), march);
  return attempt(scenario, attach('seats', { ...roleOf(sale), quantity: '3' }), march).ok;
}

/** Whether three seats, attached by an administrator while unrestricted, can be increased. */
function isIncreased(sale: Sale): boolean {
  const before = factsFor({ ...sale, addOn: seats() });
  const given = aCreate({ ...accountTypeOf(sale), addOns: [{ addOnKey: 'seats', quantity: '3' }] });
  const scenario = { ...execute(newScenario(before), given, march), facts: factsFor(sale) };
  return attempt(scenario, changeQuantity('att_1_1', '5', roleOf(sale)), march).ok;
}

describe('mayBuy', () => {
  it('0-8, 0-32, 4-19, 2-9 allows an order, an attach and an increase exactly if the offer shows the add-on', () => {
    const seen = new Map<boolean, number>();
    fc.assert(
      fc.property(sales, (sale) => {
        const shown = isShown(sale);
        seen.set(shown, (seen.get(shown) ?? 0) + 1);
        expect({ ordered: isOrdered(sale), attached: isAttached(sale) }).toEqual({ ordered: shown, attached: shown });
        // An administrator may increase any attachment.
        expect(isIncreased(sale)).toBe(shown || sale.buyer.actor === 'admin');
      }),
      { seed: 9, numRuns: 500 },
    );
    for (const shown of [true, false]) expect(seen.get(shown)).toBeGreaterThan(50);
  });
});
