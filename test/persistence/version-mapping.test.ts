import { fromDbVersion, toDbContent, toDbPresentation } from '../../src/persistence/mapping/version.mapping.ts';
import { aPlan, aRateCard, flat } from '../support/builders/offerings.ts';

const head = { kind: 'plan', key: 'basic', productKey: 'club' } as const;
const phases = [
  { key: 'intro', durationInCycles: 3 },
  { key: 'regular', durationInCycles: null },
];
const plan = aPlan({
  phases,
  rateCards: [aRateCard('gym'), aRateCard('base', { phase: 'regular', prices: [flat('9.00')] })],
});
const row = {
  id: plan.id,
  version: 1,
  status: 'launched',
  content: toDbContent(plan),
  presentation: toDbPresentation(plan),
} as const;

describe('fromDbVersion', () => {
  it('1-3 reads a version with the phases of its rate cards as it was written', () => {
    expect(fromDbVersion(head, row)).toEqual(plan);
  });

  it('reads a rate card that was stored without a phase as one of every phase', () => {
    const rateCards = row.content.rateCards.map(({ phase: _phase, ...card }) => card);
    const stored = { ...row, content: { ...row.content, rateCards: JSON.parse(JSON.stringify(rateCards)) } };
    expect(fromDbVersion(head, stored).rateCards.map(({ phase }) => phase)).toEqual([null, null]);
  });
});
