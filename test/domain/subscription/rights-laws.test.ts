import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import type { OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { RateCard } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { epochMs, instantAt, type Instant } from '../../../src/domain/time/instant.ts';
import { flat } from '../../support/builders/offerings.ts';
import { type Scenario, advanceUntil } from '../../support/decider.ts';
import { runScenario, policySettings, type RandomCommand, type ScenarioInput, scenarioInputs } from './arbitrary-scenario.ts';

const runs = { numRuns: 60 } as const;
const dayMs = 86_400_000;
const later = (at: Instant, days: number): Instant => instantAt(epochMs(at) + days * dayMs);
const withCommands = (
  input: ScenarioInput,
  change: (command: RandomCommand, index: number) => Partial<RandomCommand>,
): ScenarioInput => ({
  ...input,
  commands: input.commands.map((command, index) => ({ ...command, ...change(command, index) })),
});

/** Facts in which every price is archived and replaced by a flat price of 77.77. */
function archivedFacts(facts: Facts): Facts {
  const replaced = (card: RateCard): RateCard => ({
    ...card,
    prices: card.prices.flatMap((price) => [
      { ...price, archived: true },
      {
        ...flat('77.77'),
        id: `${price.id}_other`,
        key: `${price.key}-other`,
        currency: price.currency,
        cadence: price.cadence,
      },
    ]),
  });
  const versions = Object.entries(facts.versions).map(([id, version]): readonly [string, OfferingVersion] => [
    id,
    { ...version, rateCards: version.rateCards.map(replaced) },
  ]);
  return { ...facts, versions: Object.fromEntries(versions) };
}

describe('a purchase', () => {
  it('is charged, credited and granted alike after every price is archived and replaced', () => {
    fc.assert(
      fc.property(scenarioInputs(policySettings), fc.integer({ min: 0, max: 100 }), (input, days) => {
        const { scenario, now } = runScenario(input);
        const then = later(now, days);
        const archived = advanceUntil({ ...scenario, facts: archivedFacts(scenario.facts) }, then);
        expect(archived.events).toEqual(advanceUntil(scenario, then).events);
      }),
      runs,
    );
  });
});

describe('a customer', () => {
  it('gets no credit with default policies, whatever dates it chooses', () => {
    // Each attach is followed by a command that ends something at a date of the customer's choice.
    const ending = (command: RandomCommand, place: number): Partial<RandomCommand> => {
      if (place % 2 === 0) return { actor: 'customer', kind: 'attach', when: 'default' };
      const kind = (['remove', 'quantity', 'cancel'] as const)[command.quantity % 3] ?? 'remove';
      return { actor: 'customer', kind, when: 'at', index: kind === 'cancel' ? 11 : Math.floor(place / 2) };
    };
    fc.assert(
      fc.property(scenarioInputs(fc.constant({})), (input) => {
        const { scenario, now } = runScenario(withCommands(input, ending));
        const finished = advanceUntil(scenario, later(now, 70));
        expect([finished.creditNotes, credits(finished)]).toEqual([[], []]);
      }),
      { numRuns: 200 },
    );
  });

  it('cannot cancel a change that an administrator scheduled, whatever the policies', () => {
    const replacing = policySettings.map((policies) => ({ ...policies, 'pending.conflict': 'replace' as const }));
    fc.assert(
      fc.property(scenarioInputs(replacing), (input) => {
        const mixed = withCommands(input, (_command, index) => ({ actor: index % 2 === 0 ? 'admin' : 'customer' }));
        const [last] = mixed.commands.slice(-1);
        const { scenario, now } = runScenario({ ...mixed, commands: mixed.commands.slice(0, -1) });
        if (last === undefined || scenario.state.stage !== 'live') return;
        const held = advanceUntil(scenario, now).state;
        const scheduled = held.stage === 'live' ? held.pending.filter(({ actor }) => actor === 'admin') : [];
        const { scenario: done } = runScenario({
          ...mixed,
          commands: [...mixed.commands.slice(0, -1), { ...last, gapMs: 0, actor: 'customer' }],
        });
        const isKept = (id: string): boolean =>
          done.state.stage === 'live' && done.state.pending.some((each) => each.id === id);
        expect(scheduled.map(({ id }) => id).filter((id) => !isKept(id))).toEqual([]);
      }),
      runs,
    );
  });
});

const credits = ({ events }: Scenario) =>
  events.filter((event) => event.type === 'ChargeRaised' && event.line.creditedLineId !== null);

describe('a single-instance add-on', () => {
  it('is attached at most once at any instant, backdated attaches included', () => {
    fc.assert(
      fc.property(scenarioInputs(policySettings), (input) => {
        // The same add-on is attached, now or backdated, and removed at once, several times.
        const backdating = withCommands(input, ({ when, gapMs }, place) =>
          place % 2 === 0
            ? { kind: 'attach', index: 0, when: when === 'default' ? when : 'backdate', gapMs: gapMs % (9 * dayMs) }
            : { kind: 'remove', index: Math.floor(place / 2), when: 'now' },
        );
        const { scenario, now } = runScenario(backdating);
        const spans = spansOf(advanceUntil(scenario, later(now, 70)));
        const overlaps = spans.filter((one, index) =>
          spans.slice(0, index).some((other) => other.key === one.key && one.start < other.end && other.start < one.end),
        );
        expect(overlaps).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** The time span in which each single add-on was attached. */
function spansOf({ events }: Scenario) {
  const ends = new Map(
    events.flatMap((event) => (event.type === 'AddOnEnded' ? [[event.attachmentId, event.at] as const] : [])),
  );
  return events.flatMap((event) =>
    event.type === 'AddOnAttached' && event.attachment.instance === 'single'
      ? [{ key: event.attachment.addOnKey, start: event.attachment.startedAt, end: ends.get(event.attachment.id) ?? '9999' }]
      : [],
  );
}
