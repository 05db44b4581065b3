import { InvariantError } from '../../src/domain/invariant.ts';
import {
  commandVersion,
  eventsVersion,
  stateVersion,
  upcastCommand,
  upcastEvents,
  upcastState,
} from '../../src/persistence/mapping/upcast.ts';

/** What version 1 wrote, reduced to the fields that differ and one that does not. */
const terms = {
  id: 'sub_1',
  planKey: 'basic',
  planVersion: 3,
  planVersionId: 'ver_basic_3',
  order: [{ addOnKey: 'pool', versionId: 'ver_pool_1', quantity: '1', requirement: 'mandatory', actor: 'admin' }],
};
const addOn = { id: 'att_1_1', addOnKey: 'pool', versionId: 'ver_pool_1', freeUntil: null };
const scheduledAttach = { id: 'chg_1_1', type: 'attachAddOn', addOnKey: 'seats', versionId: 'ver_seats_1' };
const scheduledEnd = { id: 'chg_1_2', type: 'cancel', reason: null };

const todaysTerms = {
  id: 'sub_1',
  base: { kind: 'plan', key: 'basic', version: 3, versionId: 'ver_basic_3' },
  recurring: true,
  order: [{ ...terms.order[0], linkVersionId: null }],
};
const todaysAddOn = { ...addOn, linkVersionId: null, recurring: true };
const todaysAttach = { ...scheduledAttach, linkVersionId: null };

describe('upcastState', () => {
  it('reads a live subscription of version 1 as one to a plan with only recurring charges', () => {
    const state = {
      phase: 'running',
      terms,
      addOns: [addOn],
      pending: [scheduledAttach, scheduledEnd],
      billed: [],
      unbilled: [],
    };
    expect(upcastState(1, state)).toEqual({
      stage: 'live',
      terms: todaysTerms,
      attachments: [todaysAddOn],
      pending: [todaysAttach, scheduledEnd],
      billed: [],
      unbilled: [],
    });
  });

  it('adds the offering version to waiting lines of version 2 while it is attached', () => {
    const waiting = [null, 'att_1_1', 'att_1_2'].map((attachmentId) => ({ line: { id: 'lin_1', attachmentId }, issueAt: '' }));
    const state = { terms: todaysTerms, addOns: [todaysAddOn], unbilled: waiting };
    expect(upcastState(2, { phase: 'running', ...state })).toEqual({
      stage: 'live',
      terms: todaysTerms,
      attachments: [todaysAddOn],
      unbilled: [
        { ...waiting[0], sold: { versionId: 'ver_basic_3', linkVersionId: null } },
        { ...waiting[1], sold: { versionId: 'ver_pool_1', linkVersionId: null } },
        waiting[2],
      ],
    });
    expect(upcastState(2, { phase: 'ended', terms: todaysTerms })).toEqual({ stage: 'over', terms: todaysTerms });
  });

  it('renames the phase of version 3 to stage', () => {
    const state = { terms: { ...todaysTerms, order: [] }, period: null };
    expect(upcastState(3, { phase: 'running', ...state, addOns: [] })).toEqual({ stage: 'live', ...state, attachments: [] });
    expect(upcastState(3, { phase: 'ended', ...state })).toEqual({ stage: 'over', ...state });
  });

  it('reads the add-ons of version 4 as the attachments', () => {
    const ended = { stage: 'over', terms: todaysTerms };
    expect(upcastState(4, { stage: 'live', terms: todaysTerms, addOns: [todaysAddOn] })).toEqual({
      stage: 'live',
      terms: todaysTerms,
      attachments: [todaysAddOn],
    });
    expect(upcastState(4, ended)).toEqual(ended);
  });

  it('reads an ended subscription of version 1, without add-ons and changes', () => {
    const ended = { phase: 'ended', terms, ending: 'canceled' };
    expect(upcastState(1, ended)).toEqual({ stage: 'over', terms: todaysTerms, ending: 'canceled' });
  });

  it('keeps the current version, and refuses a newer one', () => {
    const state = { stage: 'over', terms: todaysTerms };
    expect(upcastState(stateVersion, state)).toBe(state);
    expect(() => upcastState(stateVersion + 1, state)).toThrow(InvariantError);
  });
});

describe('upcastEvents', () => {
  it('converts events of version 1 with a plan, an add-on or a change; others are unchanged', () => {
    const started = { type: 'PeriodStarted', at: '2026-03-01T00:00:00.000Z', period: { number: 1 } };
    const events = [
      { type: 'SubscriptionCreated', terms },
      { type: 'AddOnAttached', addOn },
      { type: 'ChangeScheduled', change: scheduledAttach },
      { type: 'ChangeScheduled', change: scheduledEnd },
      started,
    ];
    expect(upcastEvents(1, events)).toEqual([
      { type: 'SubscriptionCreated', terms: todaysTerms, policies: {} },
      { type: 'AddOnAttached', attachment: todaysAddOn, policies: {} },
      { type: 'ChangeScheduled', change: todaysAttach },
      { type: 'ChangeScheduled', change: scheduledEnd },
      started,
    ]);
  });

  it('adds the missing policies to events of version 2; others are unchanged', () => {
    const decided = [
      { type: 'SubscriptionCreated', terms: todaysTerms },
      { type: 'AddOnQuantityChanged', attachmentId: 'att_1_1', from: '1', to: '2' },
      { type: 'AddOnEnded', attachmentId: 'att_1_1', ending: 'canceled' },
      { type: 'ScheduledChangeCanceled', changeId: 'chg_1_1' },
      { type: 'SubscriptionEnded', ending: 'canceled' },
    ];
    const others = [
      { type: 'ChangeScheduled', change: todaysAttach },
      { type: 'GrantEnded', grantId: 'gra_1_1' },
    ];
    expect(upcastEvents(2, [...decided, ...others])).toEqual([
      ...decided.map((event) => ({ ...event, policies: {} })),
      ...others,
    ]);
    expect(upcastEvents(2, [{ type: 'AddOnAttached', addOn: todaysAddOn }])).toEqual([
      { type: 'AddOnAttached', attachment: todaysAddOn, policies: {} },
    ]);
  });

  it('reads the add-on of an attach of version 3 as the attachment; others stay as they are', () => {
    const others = [{ type: 'GrantEnded', grantId: 'gra_1_1' }];
    expect(upcastEvents(3, [{ type: 'AddOnAttached', addOn: todaysAddOn, policies: {} }, ...others])).toEqual([
      { type: 'AddOnAttached', attachment: todaysAddOn, policies: {} },
      ...others,
    ]);
  });

  it('refuses a newer version', () => {
    expect(upcastEvents(eventsVersion, [])).toEqual([]);
    expect(() => upcastEvents(eventsVersion + 1, [])).toThrow(InvariantError);
  });
});

describe('upcastCommand', () => {
  it('keeps the current version, and refuses a newer one', () => {
    const command = { type: 'cancel', actor: 'customer', reason: 'moved away' };
    expect(upcastCommand(commandVersion, command)).toBe(command);
    expect(() => upcastCommand(commandVersion + 1, command)).toThrow(InvariantError);
  });
});
