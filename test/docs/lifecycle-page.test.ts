import { commandTypes } from '../../src/contracts/commands.ts';
import { dueKinds } from '../../src/domain/subscription/life/due.ts';
import { lifecyclePage } from '../../tools/docs/lifecycle-page.ts';
import { observeLives } from '../../tools/docs/observed-lives.ts';
import { lifecycleTypes } from '../../tools/docs/pages.ts';

const seen = observeLives();
const types = lifecycleTypes();

describe('the simulated subscriptions of docs/lifecycle.md', () => {
  it('cover every command, every kind of due work and every event', () => {
    const events = new Set([...seen.commands.values(), ...seen.dues.values()].flatMap((names) => [...names]));
    expect([[...seen.commands.keys()].toSorted(), [...seen.dues.keys()].toSorted(), [...events].toSorted()]).toEqual([
      commandTypes.toSorted(),
      [...dueKinds].toSorted(),
      types.events.map(({ type }) => type).toSorted(),
    ]);
  });

  it('reach every status except `expired`, which needs prices limited to some cycles', () => {
    const reached = [...seen.statuses.keys()].map((arrow) => arrow.split(' --> ')[1] ?? '');
    expect(types.statuses.filter((status) => !reached.includes(status))).toEqual(['expired']);
  });
});

describe('lifecyclePage', () => {
  const page = lifecyclePage(
    { events: [{ type: 'Made', fields: ['at', 'of'] }], statuses: ['active', 'gone'], addOnStatuses: ['active'] },
    {
      lives: 3,
      commands: new Map([['create', new Set(['Made', 'Charged'])]]),
      dues: new Map(),
      changes: new Map([['Made', new Set(['period'])]]),
      statuses: new Map([['[*] --> active', new Set(['due: start', 'create'])]]),
      addOnStatuses: new Map([['[*] --> active', new Set(['attachAddOn'])]]),
    },
  ).split('\n');

  it.each([
    ['an arrow with its causes', '  [*] --> active: create, due start'],
    ['a status that was never reached', 'Not reached in these lives: `gone`.'],
    ['the events of a command', '| `create` | `createSubscription` | `Charged`, `Made` |'],
    ['a command that was not seen', '| `cancel` | `cancelSubscription` | – |'],
    ['an event with the fields that it changes', '| `Made` | `of` | `period` |'],
  ])('has %s', (_what, line) => {
    expect(page).toContain(line);
  });
});
