import type { LiveSubscription, Sequence } from './state.ts';

const prefixes = {
  attachment: 'att',
  change: 'chg',
  line: 'lin',
  invoice: 'inv',
  creditNote: 'crn',
  grant: 'gra',
} as const satisfies Record<keyof Sequence, string>;

/**
 * The next id of a kind, such as `inv_01h…_3`: the subscription's own part and a counter. A preview, a retry and the real thing
 * therefore give the same ids. `ahead` asks for later ones before the events that take them are recorded.
 */
export function nextId(state: LiveSubscription, kind: keyof Sequence, ahead = 0): string {
  const own = state.terms.id.replace(/^sub_/, '');
  return `${prefixes[kind]}_${own}_${state.sequence[kind] + 1 + ahead}`;
}
