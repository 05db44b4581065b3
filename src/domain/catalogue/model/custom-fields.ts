import { assertNever } from '../../invariant.ts';
import type { Issue } from '../../refusal.ts';
import { quoted, quotedList } from '../../refusals/words.ts';
import type { CustomFields, OfferingKind } from './offering.ts';

/** The type of the values of a field. */
export type CustomFieldType = 'text' | 'number' | 'boolean' | 'date' | 'choice';

/** A field that a tenant declares for one kind of offering (rule 3-11). */
export interface CustomField {
  readonly id: string;
  readonly entity: OfferingKind;
  readonly key: string;
  readonly name: string;
  readonly type: CustomFieldType;
  /** The values of a `choice`; null for other types. */
  readonly choices: readonly string[] | null;
  readonly required: boolean;
  readonly revision: number;
}

/** A custom field to declare. Without a key it gets one derived from its name. */
export type NewCustomField = Omit<CustomField, 'id' | 'revision' | 'key'> & { readonly key: string | null };

type Declared = Pick<CustomField, 'key' | 'type' | 'choices' | 'required'>;
type Value = CustomFields[string];

/**
 * The issues of the custom fields of an offering: an undeclared field, a missing or blank required one, a value of another type, an
 * unknown choice (rule 3-11). In the order of declaration, unknown fields last; pointers are `/customFields/{key}`.
 * @rule 3-11
 */
export function customFieldIssues(declared: readonly Declared[], values: CustomFields): Issue[] {
  const given = new Map(Object.entries(values));
  const known = new Set(declared.map(({ key }) => key));
  return [
    ...declared.flatMap((field) => issuesOfField(field, given.get(field.key))),
    ...[...given.keys()]
      .filter((key) => !known.has(key))
      .map((key) =>
        issueAt(
          key,
          'custom_field_unknown',
          `The custom field ${quoted(key)} is not declared for this kind of offering: declare it or leave it out.`,
        ),
      ),
  ];
}

/** A change of the values of custom fields: absent means no change, null removes a value. */
export type CustomFieldsChange = Readonly<Record<string, Value | null>>;

/** Changes the values of custom fields. */
export function changeCustomFields(values: CustomFields, change: CustomFieldsChange): CustomFields {
  const changed = new Map<string, Value | null>([...Object.entries(values), ...Object.entries(change)]);
  return Object.fromEntries([...changed].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

function issuesOfField(field: Declared, value: Value | undefined): Issue[] {
  if (value === undefined || value === '')
    return field.required
      ? [issueAt(field.key, 'custom_field_required', `The custom field ${quoted(field.key)} is required.`)]
      : [];
  const expected = expectedInstead(field, value);
  if (expected === null) return [];
  const code = field.type === 'choice' ? 'custom_field_choice_unknown' : 'custom_field_type_mismatch';
  return [issueAt(field.key, code, `The custom field ${quoted(field.key)} must be ${expected}.`)];
}

/** The expected value in words; null if the value is valid. */
function expectedInstead({ type, choices }: Declared, value: Value): string | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? null : 'a text';
    case 'number':
      return typeof value === 'number' ? null : 'a number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : 'a date such as "2026-01-31"';
    case 'choice':
      return choices?.some((choice) => choice === value) ? null : `one of ${quotedList(choices ?? [])}`;
    default:
      return assertNever(type);
  }
}

/** Whether the text is a valid date: 30 February parses as a day of March and formats differently. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const readMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(readMs) && new Date(readMs).toISOString().startsWith(text);
}

const issueAt = (key: string, code: string, detail: string): Issue => ({
  code,
  pointer: `/customFields/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  detail,
});
