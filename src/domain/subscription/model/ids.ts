import type { LiveSubscription, Sequence } from './state.ts';
import { type AttachmentId, toAttachmentId } from '../../ids.ts';

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
export function nextId(state: LiveSubscription, kind: Exclude<keyof Sequence, 'attachment'>, ahead = 0): string {
  return numberedId(state, kind, ahead);
}

/** The id of the next attachment, numbered in the same way. */
export const nextAttachmentId = (state: LiveSubscription): AttachmentId => toAttachmentId(numberedId(state, 'attachment', 0));

function numberedId(state: LiveSubscription, kind: keyof Sequence, ahead: number): string {
  const own = state.terms.id.replace(/^sub_/, '');
  return `${prefixes[kind]}_${own}_${state.sequence[kind] + 1 + ahead}`;
}
