import type { CustomField, NewCustomField } from '../../domain/catalogue/model/custom-fields.ts';
import type { Result } from '../../domain/refusal.ts';
import { newId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { insertKeyed } from './keyed-insert.ts';

/** Declares a custom field of one kind of offering (rule 3-11). Refuses `key_already_used`. */
export const declareCustomField = (writes: CatalogueWrites, field: NewCustomField): Promise<Result<CustomField>> =>
  insertKeyed(field, {
    make: (key) => ({ ...field, key, id: newId('fld'), revision: 1 }),
    insert: (made) => writes.insertCustomField(made),
  });
