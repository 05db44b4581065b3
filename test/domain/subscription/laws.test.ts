import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import type { InvoiceLine } from '../../../src/domain/billing/invoice.ts';
import type { AttachmentId } from '../../../src/domain/ids.ts';
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
import { execute, attempt, type Scenario, advanceUntil } from '../../support/decider.ts';
import {
  startScenario,
  runScenario,
  type PassTime,
  policySettings,
  type ScenarioInput,
  scenarioInputs,
} from './arbitrary-scenario.ts';

const runs = { numRuns: 60 } as const;
const anyInput = scenarioInputs(policySettings);
const defaultInput = scenarioInputs(fc.constant({}));
const dayMs = 86_400_000;
const later = (at: Instant, days: number): Instant => instantAt(epochMs(at) + days * dayMs);

/** Runs past the last command, so that pending changes take effect. */
function runToHorizon(input: ScenarioInput, pass?: PassTime): Scenario {
  const { scenario, now } = runScenario(input, pass);
  return advanceUntil(scenario, later(now, 70));
}

/** Runs the commands, then cancels: afterwards nothing may be open. */
function runAndCancel(input: ScenarioInput): Scenario {
  const { scenario, now } = runScenario(input);
  const finished = advanceUntil(scenario, later(now, 20));
  return finished.state.stage === 'live' ? execute(finished, cancel({ when: 'now' }), later(now, 20)) : finished;
}

const only = <T extends SubscriptionEvent['type']>(scenario: Pick<Scenario, 'events'>, type: T) =>
  scenario.events.filter((event): event is Extract<SubscriptionEvent, { readonly type: T }> => event.type === type);

const linesOf = (scenario: Scenario): readonly InvoiceLine[] => [
  ...only(scenario, 'ChargeRaised').map(({ line }) => line),
  ...scenario.creditNotes.flatMap(({ lines }) => lines),
];

const oneByOne: PassTime = (scenario, to) => {
  let current = scenario;
  for (let due = nextDue(current.state); due !== null && due.at <= to; due = nextDue(current.state))
    current = advanceUntil(current, due.at);
  return current;
};

const byHalves: PassTime = (scenario, to) => {
  const from = scenario.state.stage === 'new' ? to : scenario.state.at;
  const half = instantAt(Math.floor((epochMs(from) + epochMs(to)) / 2));
  return advanceUntil(advanceUntil(scenario, half), to);
};

describe('time', () => {
  it('gives the same events however late it is processed: in one jump, in halves, or due instant by due instant', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        // Compared as text, since shrinking a failed comparison of whole scenarios takes minutes.
        const eventsOf = (pass?: PassTime): string => JSON.stringify(runToHorizon(input, pass).events);
        const inOneJump = eventsOf();
        expect([eventsOf() === inOneJump, eventsOf(byHalves) === inOneJump, eventsOf(oneByOne) === inOneJump]).toEqual([
          true,
          true,
          true,
        ]);
      }),
      runs,
    );
  });

  it('gives the same state by replaying all events', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const scenario = runToHorizon(input);
        expect(JSON.stringify(evolveAll(initial, scenario.events))).toBe(JSON.stringify(scenario.state));
      }),
      runs,
    );
  });

  it('begins period n at the anchor + (n − 1) × cadence, and events never go back in time', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const scenario = runToHorizon(input);
        const [created] = only(scenario, 'SubscriptionCreated');
        const { anchorAt, cadence, timeZone } = created?.terms ?? never('not created');
        for (const { period, at } of only(scenario, 'PeriodStarted')) {
          const calendar = { anchorAt, cadence, timeZone };
          expect([period.start, period.end]).toEqual([
            boundaryAt(calendar, period.number - 1),
            boundaryAt(calendar, period.number),
          ]);
          // Without recurring charges, a period begins with its first event.
          const isInTime = input.base === 'plan' ? at === period.start : at >= period.start && at < period.end;
          expect(`${at} ${isInTime}`).toBe(`${at} true`);
        }
        const instants = scenario.events.map(({ at }) => at);
        expect(instants).toEqual(instants.toSorted());
      }),
      runs,
    );
  });
});

describe('documents', () => {
  it('have every line exactly once after the end of the subscription, and totals equal to the sum of their lines', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const scenario = runAndCancel(input);
        const documents = [...scenario.invoices, ...scenario.creditNotes];
        const onDocuments = documents.flatMap(({ lines }) => lines.map(({ id }) => id));
        expect(onDocuments.toSorted()).toEqual(
          linesOf(scenario)
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
        for (const { total } of scenario.invoices) expect(compareDecimals(total.amount, '0')).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });

  it('use a unique id for each line, document, grant, attachment and change', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const scenario = runAndCancel(input);
        const ids = [
          ...linesOf(scenario).map(({ id }) => id),
          ...scenario.invoices.map(({ id }) => id),
          ...scenario.creditNotes.map(({ id }) => id),
          ...only(scenario, 'GrantStarted').map(({ grant }) => grant.id),
          ...only(scenario, 'AddOnAttached').map(({ attachment }) => attachment.id),
          ...only(scenario, 'ChangeScheduled').map(({ change }) => change.id),
        ];
        expect(new Set(ids).size).toBe(ids.length);
        const keys = linesOf(scenario).map((line) =>
          [line.attachmentId, line.rateCardKey, line.kind, line.servicePeriod.start, line.segment].join(' '),
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
      runs,
    );
  });

  it('have lines with an end, except one-time lines, which are charged in full and have none', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { kind, servicePeriod, fullPeriod, derivation } of linesOf(runToHorizon(input))) {
          const isOpen = [servicePeriod.end, fullPeriod.end].map((end) => end === null);
          expect(isOpen).toEqual(kind === 'oneTime' ? [true, true] : [false, false]);
          const { numerator, denominator } = derivation.share;
          expect(kind === 'oneTime' && numerator !== denominator).toBe(false);
        }
      }),
      runs,
    );
  });

  it('never credit more than the amount, the units or the period of the line', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const lines = linesOf(runAndCancel(input));
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

  it('2-16 include at most one invoice of due work for each local day, however late it is processed', () => {
    fc.assert(
      fc.property(scenarioInputs(fc.constant({ consolidate: 'day', 'attach.invoice': 'nextInvoice' })), (input) => {
        const { scenario, now } = runScenario(input);
        const fallsDue = advanceUntil(scenario, later(now, 70)).invoices.slice(scenario.invoices.length);
        const days = fallsDue.map(({ effectiveAt }) => localDateOf(effectiveAt, input.timeZone));
        expect(new Set(days).size).toBe(days.length);
      }),
      runs,
    );
  });
});

describe('money', () => {
  it('is, for each attachment and period, the price of its quantity on each day, with default policies', () => {
    fc.assert(
      fc.property(defaultInput, (input) => {
        const scenario = runAndCancel(input);
        for (const { attachment } of only(scenario, 'AddOnAttached')) {
          for (const card of cardsOf(input, attachment.versionId)) {
            const { billed, tolerance } = billedFor(scenario, attachment.id, card.key);
            const owed = card.once
              ? owedOnceFor(scenario, attachment.id, card)
              : owedFor(scenario, attachment.id, { ...card, timeZone: input.timeZone });
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
      fc.property(anyInput, fc.nat({ max: 40 * dayMs }), (input, gapMs) => {
        const now = instantAt(epochMs(input.startAt) + gapMs);
        const amountsOf = (keys: readonly string[]): readonly string[] => {
          const scenario = keys.reduce((current, key) => execute(current, attach(key), now), startScenario(input));
          const raised = only({ events: advanceUntil(scenario, later(now, 40)).events }, 'ChargeRaised');
          return raised.map(({ line }) => `${line.offeringKey} ${line.servicePeriod.start} ${line.amount.amount}`).toSorted();
        };
        fc.pre(attempt(startScenario(input), attach('pool'), now).ok);
        expect(amountsOf(['pool', 'devices'])).toEqual(amountsOf(['devices', 'pool']));
      }),
      runs,
    );
  });

  it('is that of the preview when a command has the quote of its preview', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { scenario, now } = runScenario(input);
        const ready = advanceUntil(scenario, now);
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
  it('4-2 exists for every entitlement of each attachment at every instant, and ends with the subscription', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const scenario = runAndCancel(input);
        let state: Subscription = initial;
        for (const [index, event] of scenario.events.entries()) {
          state = evolve(state, event);
          // A change has several events at one instant; only the last state of the instant counts.
          if (scenario.events[index + 1]?.at === event.at) continue;
          if (state.stage !== 'live' || state.period === null) continue;
          const expected = [
            'null gym',
            ...state.attachments.flatMap(({ id, versionId }) => cardsOf(input, versionId).map(({ key }) => `${id} ${key}`)),
          ];
          const open = state.grants.map(({ attachmentId, rateCardKey }) => `${attachmentId} ${rateCardKey}`);
          expect(open.toSorted()).toEqual(expected.toSorted());
        }
        const ended = new Set(only(scenario, 'GrantEnded').map(({ grantId }) => grantId));
        expect(only(scenario, 'GrantStarted').every(({ grant }) => ended.has(grant.id))).toBe(true);
      }),
      runs,
    );
  });

  it('4-17 names for each grant a line that names the grant, or the reason for no charge', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const scenario = runToHorizon(input);
        const lines = new Map(linesOf(scenario).map((line) => [line.id, line]));
        for (const { grant } of only(scenario, 'GrantStarted')) {
          const named = grant.cause.kind === 'charge' ? lines.get(grant.cause.lineId)?.grantIds : [grant.id];
          expect(named).toContain(grant.id);
        }
        const grants = new Set(only(scenario, 'GrantStarted').map(({ grant }) => grant.id));
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
  /** The price of one unit for a full period; 0 if the card has no price. */
  readonly price: string;
  readonly countsOnce: boolean;
  /** Whether it is charged once instead of in every period. */
  readonly once: boolean;
}

function cardsOf({ facts }: ScenarioInput, versionId: string): readonly Card[] {
  const version = facts.versions[versionId];
  return (version?.rateCards ?? []).map(({ key, prices: [price] }) => ({
    key,
    price: price?.model === 'flat' ? price.amount : price?.model === 'perUnit' ? price.unitAmount : '0',
    countsOnce: price?.model === 'flat' && version?.kind === 'addOn' && version.instance === 'single',
    once: price?.cadence === 'oneTime',
  }));
}

/** The charges minus the credits, with a tolerance of half a cent for each rounding. */
function billedFor(scenario: Scenario, attachmentId: AttachmentId, rateCardKey: string) {
  const lines = linesOf(scenario).filter((line) => line.attachmentId === attachmentId && line.rateCardKey === rateCardKey);
  return {
    billed: lines.reduce((sum, { amount }) => add(sum, amount.amount), '0'),
    tolerance: multiply('0.005', String(2 * lines.length + 1)),
  };
}

/**
 * What an attachment owes, computed independently: each period costs the price of the quantity that it begins with, and each change on
 * a day adds or takes the price of the difference for the days that are left, that day included. The trial costs nothing.
 */
function owedFor(scenario: Scenario, attachmentId: AttachmentId, card: Card & { readonly timeZone: string }): string {
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
  for (const event of scenario.events) {
    if (event.type === 'TrialStarted' || event.type === 'PeriodStarted') {
      period = event.period;
      if (period.number > 0) owed = add(owed, multiply(price, quantity));
    }
    if (event.type === 'AddOnAttached' && event.attachment.id === attachmentId) changeTo(event.attachment.quantity, event.at);
    if (event.type === 'AddOnQuantityChanged' && event.attachmentId === attachmentId) changeTo(event.to, event.at);
    if (event.type === 'AddOnEnded' && event.attachmentId === attachmentId) changeTo('0', event.at);
  }
  return owed;
}

/** What an attachment owes in one-time charges: every unit ever added, from the end of the free trial on. */
function owedOnceFor(scenario: Scenario, attachmentId: AttachmentId, { price, countsOnce }: Card): string {
  let owed = '0';
  let quantity = '0';
  let inTrial = false;
  const changeTo = (to: string): void => {
    const counted = countsOnce && compareDecimals(to, '0') > 0 ? '1' : to;
    const more = subtract(counted, quantity);
    quantity = counted;
    if (!inTrial && compareDecimals(more, '0') > 0) owed = add(owed, multiply(price, more));
  };
  for (const event of scenario.events) {
    if (event.type === 'TrialStarted') inTrial = true;
    if (event.type === 'PeriodStarted') {
      if (inTrial) owed = multiply(price, quantity);
      inTrial = false;
    }
    if (event.type === 'AddOnAttached' && event.attachment.id === attachmentId) changeTo(event.attachment.quantity);
    if (event.type === 'AddOnQuantityChanged' && event.attachmentId === attachmentId) changeTo(event.to);
    if (event.type === 'AddOnEnded' && event.attachmentId === attachmentId) changeTo('0');
  }
  return owed;
}
