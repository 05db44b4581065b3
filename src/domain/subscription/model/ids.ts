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
 * The next id of a kind, such as `inv_01h…_3`: the id of the subscription and a counter, so a preview, a retry and the real decision give
 * the same ids. `ahead` skips ids of events that are not recorded yet.
 */
export function nextId(state: LiveSubscription, kind: keyof Sequence, ahead = 0): string {
  const own = state.terms.id.replace(/^sub_/, '');
  return `${prefixes[kind]}_${own}_${state.sequence[kind] + 1 + ahead}`;
}
