import { customFieldIssues, type CustomField } from '../../../src/domain/catalogue/model/custom-fields.ts';
import type { CustomFields } from '../../../src/domain/catalogue/model/offering.ts';

const optional = { choices: null, required: false } as const;
const note: CustomField = { id: 'fld_1', entity: 'addOn', key: 'note', name: 'Note', type: 'text', revision: 1, ...optional };
const seats: CustomField = { ...note, id: 'fld_2', key: 'seats', type: 'number' };
const beta: CustomField = { ...note, id: 'fld_3', key: 'beta', type: 'boolean' };
const since: CustomField = { ...note, id: 'fld_4', key: 'since', type: 'date' };
const tier: CustomField = { ...note, id: 'fld_5', key: 'tier', type: 'choice', choices: ['gold', 'silver'] };
const all = [note, seats, beta, since, tier];

const issuesOf = (declared: readonly CustomField[], values: CustomFields): readonly string[] =>
  customFieldIssues(declared, values).map(({ code, pointer }) => `${code} ${pointer}`);

describe('customFieldIssues', () => {
  it('3-11 accepts values that match their declarations', () => {
    const values = { note: 'for gyms', seats: 2.5, beta: false, since: '2024-02-29', tier: 'silver' };
    expect(issuesOf(all, values)).toEqual([]);
  });

  it('3-11 accepts omitted and blank optional fields', () => {
    expect(issuesOf(all, {})).toEqual([]);
    expect(issuesOf(all, { note: '', since: '', tier: '' })).toEqual([]);
  });

  it.each<[string, CustomField, string | number | boolean]>([
    ['a number for a text', note, 7],
    ['a string for a number', seats, '7'],
    ['a string for a boolean', beta, 'true'],
    ['a number for a boolean', beta, 1],
    ['a number for a date', since, 20_260_131],
    ['a date with a time', since, '2026-01-31T00:00:00Z'],
    ['the 30th of February', since, '2026-02-30'],
    ['the 29th of February of a common year', since, '2026-02-29'],
    ['the 13th month', since, '2026-13-01'],
    ['a date without zeros', since, '2026-1-31'],
  ])('3-11 refuses %s', (_name, field, value) => {
    expect(issuesOf([field], { [field.key]: value })).toEqual([`custom_field_type_mismatch /customFields/${field.key}`]);
  });

  it.each(['bronze', 'Gold', true, 0])('3-11 refuses the choice %s that is not offered', (value) => {
    expect(issuesOf([tier], { tier: value })).toEqual(['custom_field_choice_unknown /customFields/tier']);
  });

  it('3-11 lists the available choices', () => {
    expect(customFieldIssues([tier], { tier: 'bronze' })[0]?.detail).toBe(
      'The custom field `tier` must be one of `gold`, `silver`.',
    );
  });

  it('3-11 refuses a missing or blank required field, and accepts false and 0', () => {
    const required = all.map((field) => ({ ...field, required: true }));
    expect(issuesOf(required, { note: '', seats: 0, beta: false, since: '2026-01-31' })).toEqual([
      'custom_field_required /customFields/note',
      'custom_field_required /customFields/tier',
    ]);
  });

  it('3-11 refuses an undeclared field, with its name escaped in the pointer', () => {
    expect(issuesOf([], { colour: 'red', 'a/b~c': 1 })).toEqual([
      'custom_field_unknown /customFields/colour',
      'custom_field_unknown /customFields/a~1b~0c',
    ]);
  });

  it('3-11 ignores inherited properties', () => {
    expect(issuesOf([{ ...note, key: 'constructor', required: true }], {})).toEqual([
      'custom_field_required /customFields/constructor',
    ]);
  });

  it('3-11 reports every issue at once: declared fields in order, then unknown ones', () => {
    expect(issuesOf([{ ...tier, required: true }, seats], { colour: 'red', seats: 'two' })).toEqual([
      'custom_field_required /customFields/tier',
      'custom_field_type_mismatch /customFields/seats',
      'custom_field_unknown /customFields/colour',
    ]);
  });
});
