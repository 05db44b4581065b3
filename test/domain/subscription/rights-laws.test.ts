import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import type { OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { RateCard } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { epochMs, instantAt, type Instant } from '../../../src/domain/time/instant.ts';
import { flat } from '../../support/builders/offerings.ts';
import { type Story, until } from '../../support/decider.ts';
import { live, policySettings, type Wish, type World, worlds } from './arbitrary-story.ts';

const runs = { numRuns: 60 } as const;
const dayMs = 86_400_000;
const later = (at: Instant, days: number): Instant => instantAt(epochMs(at) + days * dayMs);
const withWishes = (world: World, change: (wish: Wish, index: number) => Partial<Wish>): World => ({
  ...world,
  wishes: world.wishes.map((wish, index) => ({ ...wish, ...change(wish, index) })),
});

/** Every price taken off sale, and another one put in its place, of another model for some. */
function archivedFacts(facts: Facts): Facts {
  const replaced = (card: RateCard): RateCard => ({
    ...card,
    prices: card.prices.flatMap((price) => [
      { ...price, presentation: { ...price.presentation, archived: true } },
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

describe('what was bought', () => {
  it('is charged, credited and granted alike when every price is archived and another one takes its place', () => {
    fc.assert(
      fc.property(worlds(policySettings), fc.integer({ min: 0, max: 100 }), (world, days) => {
        const { story, now } = live(world);
        const then = later(now, days);
        const archived = until({ ...story, facts: archivedFacts(story.facts) }, then);
        expect(archived.events).toEqual(until(story, then).events);
      }),
      runs,
    );
  });
});

describe('a customer', () => {
  it('gets no credit by default policies, whatever dates it gives: what it ends, it ends with a period', () => {
    // It takes something first, then ends it at a date of its choice.
    const ending = (wish: Wish, place: number): Partial<Wish> => {
      if (place % 2 === 0) return { actor: 'customer', kind: 'attach', when: 'default' };
      const kind = (['remove', 'quantity', 'cancel'] as const)[wish.quantity % 3] ?? 'remove';
      return { actor: 'customer', kind, when: 'at', index: kind === 'cancel' ? 11 : Math.floor(place / 2) };
    };
    fc.assert(
      fc.property(worlds(fc.constant({})), (world) => {
        const { story, now } = live(withWishes(world, ending));
        const on = until(story, later(now, 70));
        expect([on.creditNotes, credits(on)]).toEqual([[], []]);
      }),
      { numRuns: 200 },
    );
  });

  it('drops nothing that an administrator scheduled, whatever the policies', () => {
    const replacing = policySettings.map((policies) => ({ ...policies, 'pending.conflict': 'replace' as const }));
    fc.assert(
      fc.property(worlds(replacing), (world) => {
        const mixed = withWishes(world, (_wish, index) => ({ actor: index % 2 === 0 ? 'admin' : 'customer' }));
        const [last] = mixed.wishes.slice(-1);
        const { story, now } = live({ ...mixed, wishes: mixed.wishes.slice(0, -1) });
        if (last === undefined || story.state.stage !== 'live') return;
        const held = until(story, now).state;
        const scheduled = held.stage === 'live' ? held.pending.filter(({ actor }) => actor === 'admin') : [];
        const { story: done } = live({
          ...mixed,
          wishes: [...mixed.wishes.slice(0, -1), { ...last, gapMs: 0, actor: 'customer' }],
        });
        const isKept = (id: string): boolean =>
          done.state.stage === 'live' && done.state.pending.some((each) => each.id === id);
        expect(scheduled.map(({ id }) => id).filter((id) => !isKept(id))).toEqual([]);
      }),
      runs,
    );
  });
});

const credits = ({ events }: Story) =>
  events.filter((event) => event.type === 'ChargeRaised' && event.line.creditedLineId !== null);

describe('a single add-on', () => {
  it('is there at most once at any instant, backdated attaches included', () => {
    fc.assert(
      fc.property(worlds(policySettings), (world) => {
        // The same add-on is taken, now or backdated, and removed at once, again and again.
        const backdating = withWishes(world, ({ when, gapMs }, place) =>
          place % 2 === 0
            ? { kind: 'attach', index: 0, when: when === 'default' ? when : 'backdate', gapMs: gapMs % (9 * dayMs) }
            : { kind: 'remove', index: Math.floor(place / 2), when: 'now' },
        );
        const { story, now } = live(backdating);
        const spans = spansOf(until(story, later(now, 70)));
        const overlaps = spans.filter((one, index) =>
          spans.slice(0, index).some((other) => other.key === one.key && one.start < other.end && other.start < one.end),
        );
        expect(overlaps).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/** From when to when each single add-on was there. */
function spansOf({ events }: Story) {
  const ends = new Map(
    events.flatMap((event) => (event.type === 'AddOnEnded' ? [[event.attachmentId, event.at] as const] : [])),
  );
  return events.flatMap((event) =>
    event.type === 'AddOnAttached' && event.addOn.instance === 'single'
      ? [{ key: event.addOn.addOnKey, start: event.addOn.startedAt, end: ends.get(event.addOn.id) ?? '9999' }]
      : [],
  );
}
