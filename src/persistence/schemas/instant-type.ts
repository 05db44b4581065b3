import { Type } from '@mikro-orm/core';
import { instantAt, type Instant } from '../../domain/time/instant.ts';
import { InvariantError } from '../../domain/invariant.ts';

/** A `timestamptz` column as an Instant. The driver returns text in UTC, the zone of the session. */
export class InstantType extends Type<Instant, string> {
  override convertToDatabaseValue(value: Instant): string {
    return value;
  }

  override convertToJSValue(value: string): Instant {
    return instantFromDb(value);
  }

  override getColumnType(): string {
    return 'timestamptz';
  }

  override compareAsType(): string {
    return 'string';
  }
}

/** Reads `2026-03-01 00:00:00.5+00`; throws InvariantError for text in another zone. */
function instantFromDb(text: string): Instant {
  if (text.endsWith('Z')) return instantAt(Date.parse(text));
  if (!text.endsWith('+00')) throw new InvariantError(`not an instant in UTC: ${text}`);
  return instantAt(Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`));
}
