import { changeVersion, type VersionChanges } from '../../../src/domain/catalogue/versions/change-version.ts';
import { aBaseCard, aDraftPlan, waterAddOn } from '../../support/builders/drafts.ts';

const nothing: VersionChanges = { fields: {}, rateCards: null, phases: null, addOns: null };
const lasting = aBaseCard({ key: 'base' });
const inIntro = aBaseCard({ key: 'intro-fee', phase: 'intro' });
const intro = { key: 'intro', durationInCycles: 1 };
const newest = aDraftPlan({ trialDays: 14, phases: [intro], rateCards: [lasting, inIntro] });

const cardsAfter = (changes: Partial<VersionChanges>): readonly (readonly [string, string | null])[] =>
  changeVersion(newest, { ...nothing, ...changes }).rateCards.map(({ key, phase }) => [key, phase] as const);

describe('changeVersion', () => {
  it('0-34 keeps omitted fields', () => {
    expect(changeVersion(newest, nothing)).toEqual(newest);
    expect(changeVersion(newest, { ...nothing, fields: { name: 'Basic 2' } })).toEqual({ ...newest, name: 'Basic 2' });
  });

  it('replaces the rate cards of every phase and keeps those of single phases', () => {
    const other = aBaseCard({ key: 'other' });
    expect(cardsAfter({ rateCards: [other] })).toEqual([
      ['other', null],
      ['intro-fee', 'intro'],
    ]);
  });

  it('replaces phases with their rate cards, and keeps those of every phase', () => {
    const phases = [{ key: 'full', durationInCycles: null }];
    const inFull = aBaseCard({ key: 'full-fee', phase: 'full' });
    const changed = changeVersion(newest, { ...nothing, phases: { phases, rateCards: [inFull] } });
    expect(changed).toMatchObject({ trialDays: 14, phases });
    expect(cardsAfter({ phases: { phases, rateCards: [inFull] } })).toEqual([
      ['base', null],
      ['full-fee', 'full'],
    ]);
  });

  it('changes the fields specific to an add-on', () => {
    expect(changeVersion(waterAddOn(), { ...nothing, fields: { visibility: 'admin' } })).toMatchObject({ visibility: 'admin' });
  });
});
