import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import type { InvoiceLine } from '../../../src/domain/billing/invoice.ts';
import { add, compareDecimals, multiply, multiplyByRatio, subtract } from '../../../src/domain/money/exact.ts';
import { sumMoney } from '../../../src/domain/money/money.ts';
import { nextDue } from '../../../src/domain/subscription/life/due.ts';
import type { SubscriptionEvent } from '../../../src/domain/subscription/model/events.ts';
import { evolve, evolveAll } from '../../../src/domain/subscription/model/evolve.ts';
import { quoteId } from '../../../src/domain/subscription/outcome/quote.ts';
import { initial, type Subscription } from '../../../src/domain/subscription/model/state.ts';
import { boundaryAt } from '../../../src/domain/time/billing-calendar.ts';
import { epochMs, instantAt, type Instant } from '../../../src/domain/time/instant.ts';
import { daysBetween, localDateOf } from '../../../src/domain/time/local-date.ts';
import { attach, cancel } from '../../support/builders/commands.ts';
import { after, attempt, type Story, until } from '../../support/decider.ts';
import { born, live, type Passing, policySettings, type World, worlds } from './arbitrary-story.ts';

const runs = { numRuns: 60 } as const;
const anyWorld = worlds(policySettings);
const defaultWorld = worlds(fc.constant({}));
const dayMs = 86_400_000;
const later = (at: Instant, days: number): Instant => instantAt(epochMs(at) + days * dayMs);

/** A story with a horizon beyond its wishes, so that what is pending happens. */
function lived(world: World, pass?: Passing): Story {
  const { story, now } = live(world, pass);
  return until(story, later(now, 70));
}

/** A story that is canceled at the end: nothing may be left over. */
function finished(world: World): Story {
  const { story, now } = live(world);
  const on = until(story, later(now, 20));
  return on.state.stage === 'live' ? after(on, cancel({ when: 'now' }), later(now, 20)) : on;
}

const only = <T extends SubscriptionEvent['type']>(story: Pick<Story, 'events'>, type: T) =>
  story.events.filter((event): event is Extract<SubscriptionEvent, { readonly type: T }> => event.type === type);

const linesOf = (story: Story): readonly InvoiceLine[] => [
  ...only(story, 'ChargeRaised').map(({ line }) => line),
  ...story.creditNotes.flatMap(({ lines }) => lines),
];

const oneByOne: Passing = (story, to) => {
  let current = story;
  for (let due = nextDue(current.state); due !== null && due.at <= to; due = nextDue(current.state))
    current = until(current, due.at);
  return current;
};

const byHalves: Passing = (story, to) => {
  const from = story.state.stage === 'new' ? to : story.state.at;
  const half = instantAt(Math.floor((epochMs(from) + epochMs(to)) / 2));
  return until(until(story, half), to);
};

describe('time', () => {
  it('is deterministic, and being late changes nothing: in one jump, in halves, one due instant at a time', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        // As text: a failing comparison of whole stories, repeated while it is shrunk, would take minutes.
        const toldBy = (pass?: Passing): string => JSON.stringify(lived(world, pass).events);
        const told = toldBy();
        expect([toldBy() === told, toldBy(byHalves) === told, toldBy(oneByOne) === told]).toEqual([true, true, true]);
      }),
      runs,
    );
  });

  it('gives the state of each step by replaying all events', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const story = lived(world);
        expect(JSON.stringify(evolveAll(initial, story.events))).toBe(JSON.stringify(story.state));
      }),
      runs,
    );
  });

  it('begins period n at the anchor + (n − 1) × cadence, and events never go back in time', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const story = lived(world);
        const [created] = only(story, 'SubscriptionCreated');
        const { anchorAt, cadence, timeZone } = created?.terms ?? never('not created');
        for (const { period, at } of only(story, 'PeriodStarted')) {
          const calendar = { anchorAt, cadence, timeZone };
          expect([period.start, period.end]).toEqual([
            boundaryAt(calendar, period.number - 1),
            boundaryAt(calendar, period.number),
          ]);
          // Where nothing recurs, a period begins with the first thing that happens in it.
          const isInTime = world.base === 'plan' ? at === period.start : at >= period.start && at < period.end;
          expect(`${at} ${isInTime}`).toBe(`${at} true`);
        }
        const instants = story.events.map(({ at }) => at);
        expect(instants).toEqual(instants.toSorted());
      }),
      runs,
    );
  });
});

describe('documents', () => {
  it('puts every line on exactly one document once the subscription has ended, and the lines sum up to the totals', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const story = finished(world);
        const documents = [...story.invoices, ...story.creditNotes];
        const onDocuments = documents.flatMap(({ lines }) => lines.map(({ id }) => id));
        expect(onDocuments.toSorted()).toEqual(
          linesOf(story)
            .map(({ id }) => id)
            .toSorted(),
        );
        for (const { total, lines } of documents)
          expect(total).toEqual(
            sumMoney(
              'USD',
              lines.map(({ amount }) => amount),
            ),
          );
        for (const { total } of story.invoices) expect(compareDecimals(total.amount, '0')).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });

  it('gives each line, document, grant, attachment and change an id of its own', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const story = finished(world);
        const ids = [
          ...linesOf(story).map(({ id }) => id),
          ...story.invoices.map(({ id }) => id),
          ...story.creditNotes.map(({ id }) => id),
          ...only(story, 'GrantStarted').map(({ grant }) => grant.id),
          ...only(story, 'AddOnAttached').map(({ addOn }) => addOn.id),
          ...only(story, 'ChangeScheduled').map(({ change }) => change.id),
        ];
        expect(new Set(ids).size).toBe(ids.length);
        const keys = linesOf(story).map((line) =>
          [line.attachmentId, line.rateCardKey, line.kind, line.servicePeriod.start, line.segment].join(' '),
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
      runs,
    );
  });

  it('pays for a time that ends, but for what is charged once, which is paid in full for as long as the subscription', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        for (const { kind, servicePeriod, fullPeriod, derivation } of linesOf(lived(world))) {
          const isOpen = [servicePeriod.end, fullPeriod.end].map((end) => end === null);
          expect(isOpen).toEqual(kind === 'oneTime' ? [true, true] : [false, false]);
          const { numerator, denominator } = derivation.share;
          expect(kind === 'oneTime' && numerator !== denominator).toBe(false);
        }
      }),
      runs,
    );
  });

  it('never credits more than the line, nor more units than it has, nor time outside of it', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const lines = linesOf(finished(world));
        for (const line of lines.filter(({ kind }) => kind !== 'credit')) {
          const credits = lines.filter(({ creditedLineId }) => creditedLineId === line.id);
          const amount = credits.reduce((sum, credit) => add(sum, credit.amount.amount), line.amount.amount);
          const units = credits.reduce((sum, credit) => add(sum, credit.quantity), line.quantity);
          expect(compareDecimals(amount, '0')).toBeGreaterThanOrEqual(0);
          expect(compareDecimals(units, '0')).toBeGreaterThanOrEqual(0);
          for (const { servicePeriod } of credits) {
            const { start, end } = servicePeriod;
            expect(end !== null && start >= line.servicePeriod.start && start < end).toBe(true);
            expect(servicePeriod.end).toBe(line.servicePeriod.end);
          }
        }
      }),
      runs,
    );
  });

  it('2-16 makes at most one invoice on a local day by what falls due, however it is late', () => {
    fc.assert(
      fc.property(worlds(fc.constant({ consolidate: 'day', 'attach.invoice': 'nextInvoice' })), (world) => {
        const { story, now } = live(world);
        const fallsDue = until(story, later(now, 70)).invoices.slice(story.invoices.length);
        const days = fallsDue.map(({ effectiveAt }) => localDateOf(effectiveAt, world.timeZone));
        expect(new Set(days).size).toBe(days.length);
      }),
      runs,
    );
  });
});

describe('money', () => {
  it('bills each attachment and period what its quantity of each day costs, by default policies', () => {
    fc.assert(
      fc.property(defaultWorld, (world) => {
        const story = finished(world);
        for (const { addOn } of only(story, 'AddOnAttached')) {
          for (const card of cardsOf(world, addOn.versionId)) {
            const { billed, tolerance } = billedFor(story, addOn.id, card.key);
            const owed = card.once
              ? owedOnceFor(story, addOn.id, card)
              : owedFor(story, addOn.id, { ...card, timeZone: world.timeZone });
            const difference = subtract(billed, owed).replace('-', '');
            expect(`${difference} ${compareDecimals(difference, tolerance) <= 0}`).toBe(`${difference} true`);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  it('does not depend on the order of attaching at one instant', () => {
    fc.assert(
      fc.property(anyWorld, fc.nat({ max: 40 * dayMs }), (world, gapMs) => {
        const now = instantAt(epochMs(world.startAt) + gapMs);
        const amountsOf = (keys: readonly string[]): readonly string[] => {
          const story = keys.reduce((so, key) => after(so, attach(key), now), born(world));
          const raised = only({ events: until(story, later(now, 40)).events }, 'ChargeRaised');
          return raised.map(({ line }) => `${line.offeringKey} ${line.servicePeriod.start} ${line.amount.amount}`).toSorted();
        };
        fc.pre(attempt(born(world), attach('pool'), now).ok);
        expect(amountsOf(['pool', 'devices'])).toEqual(amountsOf(['devices', 'pool']));
      }),
      runs,
    );
  });

  it('a command with the quote of its preview is accepted and does the same', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { story, now } = live(world);
        const ready = until(story, now);
        fc.pre(ready.state.stage === 'live');
        const preview = attempt(ready, attach('lockers'), now);
        if (!preview.ok) return;
        const quoted = attempt(ready, attach('lockers', { quoteId: quoteId(preview.value.events) }), now);
        expect(quoted).toEqual(preview);
      }),
      runs,
    );
  });
});

describe('access', () => {
  it('4-2 is open for every entitlement of what is attached, at every instant, and never after its end', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const story = finished(world);
        let state: Subscription = initial;
        for (const [index, event] of story.events.entries()) {
          state = evolve(state, event);
          // Within one instant the parts of a change follow one another; what counts is how the instant ends.
          if (story.events[index + 1]?.at === event.at) continue;
          if (state.stage !== 'live' || state.period === null) continue;
          const expected = [
            'null gym',
            ...state.addOns.flatMap(({ id, versionId }) => cardsOf(world, versionId).map(({ key }) => `${id} ${key}`)),
          ];
          const open = state.grants.map(({ attachmentId, rateCardKey }) => `${attachmentId} ${rateCardKey}`);
          expect(open.toSorted()).toEqual(expected.toSorted());
        }
        const ended = new Set(only(story, 'GrantEnded').map(({ grantId }) => grantId));
        expect(only(story, 'GrantStarted').every(({ grant }) => ended.has(grant.id))).toBe(true);
      }),
      runs,
    );
  });

  it('4-17 names for each grant a line that names it, or the reason why nothing was charged', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const story = lived(world);
        const lines = new Map(linesOf(story).map((line) => [line.id, line]));
        for (const { grant } of only(story, 'GrantStarted')) {
          const named = grant.cause.kind === 'charge' ? lines.get(grant.cause.lineId)?.grantIds : [grant.id];
          expect(named).toContain(grant.id);
        }
        const grants = new Set(only(story, 'GrantStarted').map(({ grant }) => grant.id));
        for (const line of lines.values()) for (const id of line.grantIds) expect(grants.has(id)).toBe(true);
      }),
      runs,
    );
  });
});

function never(what: string): never {
  throw new Error(what);
}

interface Card {
  readonly key: string;
  /** The price of one for a full period; nothing where the card has no price. */
  readonly price: string;
  readonly countsOnce: boolean;
  /** Whether it is charged once instead of in every period. */
  readonly once: boolean;
}

function cardsOf({ facts }: World, versionId: string): readonly Card[] {
  const version = facts.versions[versionId];
  return (version?.rateCards ?? []).map(({ key, prices: [price] }) => ({
    key,
    price: price?.model === 'flat' ? price.amount : price?.model === 'perUnit' ? price.unitAmount : '0',
    countsOnce: price?.model === 'flat' && version?.kind === 'addOn' && version.instance === 'single',
    once: price?.cadence === 'oneTime',
  }));
}

/** What was billed less what was credited, and half a cent for each rounding on the way. */
function billedFor(story: Story, attachmentId: string, rateCardKey: string) {
  const lines = linesOf(story).filter((line) => line.attachmentId === attachmentId && line.rateCardKey === rateCardKey);
  return {
    billed: lines.reduce((sum, { amount }) => add(sum, amount.amount), '0'),
    tolerance: multiply('0.005', String(2 * lines.length + 1)),
  };
}

/**
 * What an attachment owes, told a second way: each period costs the price of the quantity that it begins with, and each change on
 * a day adds or takes the price of the difference for the days that are left, that day included. The trial costs nothing.
 */
function owedFor(story: Story, attachmentId: string, card: Card & { readonly timeZone: string }): string {
  const { price, countsOnce, timeZone } = card;
  let owed = '0';
  let quantity = '0';
  let period: { readonly number: number; readonly start: Instant; readonly end: Instant } | null = null;
  const dateOf = (at: Instant) => localDateOf(at, timeZone);
  const changeTo = (to: string, at: Instant): void => {
    const counted = countsOnce && compareDecimals(to, '0') > 0 ? '1' : to;
    const difference = subtract(counted, quantity);
    quantity = counted;
    if (period === null || period.number === 0 || at >= period.end) return;
    const days = daysBetween(dateOf(at), dateOf(period.end));
    const of = daysBetween(dateOf(period.start), dateOf(period.end));
    const ratio = { numerator: String(days), denominator: String(of) };
    owed = add(owed, multiplyByRatio(multiply(price, difference), ratio));
  };
  for (const event of story.events) {
    if (event.type === 'TrialStarted' || event.type === 'PeriodStarted') {
      period = event.period;
      if (period.number > 0) owed = add(owed, multiply(price, quantity));
    }
    if (event.type === 'AddOnAttached' && event.addOn.id === attachmentId) changeTo(event.addOn.quantity, event.at);
    if (event.type === 'AddOnQuantityChanged' && event.attachmentId === attachmentId) changeTo(event.to, event.at);
    if (event.type === 'AddOnEnded' && event.attachmentId === attachmentId) changeTo('0', event.at);
  }
  return owed;
}

/** What an attachment owes for what is charged once: every unit that it ever gets, from the end of the free trial on. */
function owedOnceFor(story: Story, attachmentId: string, { price, countsOnce }: Card): string {
  let owed = '0';
  let quantity = '0';
  let inTrial = false;
  const changeTo = (to: string): void => {
    const counted = countsOnce && compareDecimals(to, '0') > 0 ? '1' : to;
    const more = subtract(counted, quantity);
    quantity = counted;
    if (!inTrial && compareDecimals(more, '0') > 0) owed = add(owed, multiply(price, more));
  };
  for (const event of story.events) {
    if (event.type === 'TrialStarted') inTrial = true;
    if (event.type === 'PeriodStarted') {
      if (inTrial) owed = multiply(price, quantity);
      inTrial = false;
    }
    if (event.type === 'AddOnAttached' && event.addOn.id === attachmentId) changeTo(event.addOn.quantity);
    if (event.type === 'AddOnQuantityChanged' && event.attachmentId === attachmentId) changeTo(event.to);
    if (event.type === 'AddOnEnded' && event.attachmentId === attachmentId) changeTo('0');
  }
  return owed;
}
