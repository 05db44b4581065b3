import type { Issue } from '../../../domain/refusal.ts';
import { pointerTo } from './pointer.ts';
import { sentenceAt } from '../../../domain/refusals/words.ts';
import { unknownField } from './sentences.ts';

/** The deepest nesting of lists and objects; no schema needs half of it. */
const maxDepth = 32;
/** The search stops at this many issues: nobody reads more. */
const maxIssues = 100;

interface Place {
  readonly value: unknown;
  readonly pointer: string;
  readonly depth: number;
}

/**
 * The issues of a body, query or message that do not depend on its schema: text with U+0000 or an unpaired surrogate, which
 * PostgreSQL refuses, a field `__proto__`, which schemas ignore, and nesting deeper than 32 levels. At most 100 issues. Bytes are
 * not checked.
 */
export function plainJsonIssues(value: unknown, base = ''): readonly Issue[] {
  const issues: Issue[] = [];
  const places: Place[] = [{ value, pointer: base, depth: 0 }];
  for (let place = places.pop(); place !== undefined && issues.length < maxIssues; place = places.pop()) {
    if (typeof place.value === 'string') issues.push(...textIssues(place.value, place.pointer));
    else if (isNested(place.value)) issues.push(...enter(place, place.value, places));
  }
  return issues;
}

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

/** Pushes the entries of a list or object onto the stack of places, the first on top. */
function enter({ pointer, depth }: Place, nested: object, places: Place[]): readonly Issue[] {
  if (depth >= maxDepth)
    return [{ pointer, code: 'too_deep', detail: sentenceAt(pointer, `must not be nested deeper than ${maxDepth} levels`) }];
  const entries = Object.entries(nested);
  for (const [name, value] of entries.toReversed()) places.push({ value, pointer: pointerTo(pointer, name), depth: depth + 1 });
  return Array.isArray(nested) ? [] : entries.flatMap(([name]) => nameIssues(name, pointerTo(pointer, name)));
}

const nameIssues = (name: string, pointer: string): readonly Issue[] =>
  name === '__proto__'
    ? [{ pointer, code: 'unknown_field', detail: sentenceAt(pointer, unknownField) }]
    : textIssues(name, pointer);

function textIssues(text: string, pointer: string): readonly Issue[] {
  if (text.includes('\0'))
    return [
      { pointer, code: 'invalid_format', detail: sentenceAt(pointer, 'must not contain the character U+0000: remove it') },
    ];
  if (!text.isWellFormed())
    return [
      { pointer, code: 'invalid_format', detail: sentenceAt(pointer, 'must be valid Unicode: remove the unpaired surrogate') },
    ];
  return [];
}
