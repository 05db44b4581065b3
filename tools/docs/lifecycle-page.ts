import { commands, dueActivities } from '../../src/contracts/commands.ts';
import { dueKinds } from '../../src/domain/subscription/life/due.ts';
import { code, generatedNote, table } from './markdown.ts';
import type { Observations, Seen } from './observed-lives.ts';
import type { UnionMember } from './type-shapes.ts';

export interface LifecycleTypes {
  readonly events: readonly UnionMember[];
  readonly statuses: readonly string[];
  readonly addOnStatuses: readonly string[];
}

/** docs/lifecycle.md: the statuses, commands and events of a subscription, and the transitions between them. */
export function lifecyclePage({ events, statuses, addOnStatuses }: LifecycleTypes, seen: Observations): string {
  return [
    '# Lifecycle of a subscription',
    generatedNote,
    `What leads to what was observed in ${seen.lives} random lives, always the same ones: every arrow and every name below has happened there. The lists\n` +
      'of commands, events and statuses are those of the types. Rules are in [semantics.md](semantics.md).',
    '## Status of a subscription',
    'The status is derived from the timeline (semantics §2). An arrow names the command or the due work that led there.',
    diagram(seen.statuses),
    unreached(statuses, seen.statuses),
    '## Status of an add-on',
    '`scheduled` is an attach that waits for its instant; `ending` is an add-on whose removal or whose subscription’s end is scheduled.',
    diagram(seen.addOnStatuses),
    unreached(addOnStatuses, seen.addOnStatuses),
    '## Commands',
    'What is due by the time of a command happens first; its events are not among those of the command.',
    causes(
      'command',
      Object.fromEntries(Object.entries(commands).map(([type, { activity }]) => [type, activity])),
      seen.commands,
    ),
    '## Due work',
    'Where several things fall due at one instant, the activity of that instant has the name of the first of them in this list.',
    causes('due', Object.fromEntries(dueKinds.map((kind) => [kind, dueActivities[kind]])), seen.dues),
    '## Events',
    'What each event contains beside its instant, and the fields of the state that it changes. `at`, the own time, moves with every event.',
    table(
      ['event', 'contains', 'changes'],
      events.map(({ type, fields }) => [
        code(type),
        codes(fields.filter((field) => field !== 'at')),
        codes(seen.changes.get(type) ?? []),
      ]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const codes = (names: Iterable<string>): string => [...names].map(code).join(', ') || '–';

/** A state diagram of Mermaid, which GitHub draws. */
function diagram(transitions: Seen): string {
  const arrows = [...transitions].map(
    ([arrow, causes]) => `  ${arrow}: ${[...causes].toSorted().join(', ').replaceAll('due: ', 'due ')}`,
  );
  return ['```mermaid', 'stateDiagram-v2', ...arrows.toSorted(), '```'].join('\n');
}

function unreached(statuses: readonly string[], transitions: Seen): string {
  const reached = [...transitions.keys()].map((arrow) => arrow.split(' --> ')[1]);
  const missing = statuses.filter((status) => !reached.includes(status));
  return missing.length === 0 ? '' : `Not reached in these lives: ${codes(missing)}.`;
}

const causes = (head: string, activities: Readonly<Record<string, string>>, seen: Seen): string =>
  table(
    [head, 'activity', 'events'],
    Object.entries(activities).map(([name, activity]) => [
      code(name),
      code(activity),
      codes([...(seen.get(name) ?? [])].toSorted()),
    ]),
  );
