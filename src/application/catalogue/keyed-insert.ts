import { deriveKey } from '../../domain/catalogue/model/derive-key.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { keyAlreadyUsed } from '../../domain/refusals/catalogue.ts';
import { newSuffix } from '../new-id.ts';
import type { Inserted } from '../ports/catalogue.ts';

/** The stated key, if any, and the name of a new object. */
interface Named {
  readonly key: string | null;
  readonly name: string;
}

/** The stated key, or one derived from the name. */
export const keyFor = ({ key, name }: Named): string => key ?? deriveKey(name);

/**
 * Inserts an object under the stated key, or under a key derived from its name, with a random suffix if that is in use. Refuses
 * `key_already_used` if the stated key is in use.
 * @rule 0-7, 3-7
 */
export async function insertKeyed<T>(
  named: Named,
  { make, insert }: { readonly make: (key: string) => T; readonly insert: (made: T) => Promise<Inserted> },
): Promise<Result<T>> {
  const key = keyFor(named);
  const isStated = key === named.key;
  const made = make(key);
  if ((await insert(made)) === 'inserted') return accepted(made);
  if (isStated) return keyAlreadyUsed({ key });
  const suffixed = make(`${key}-${newSuffix()}`);
  return (await insert(suffixed)) === 'inserted' ? accepted(suffixed) : keyAlreadyUsed({ key });
}
