import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { unlinkAddOn } from '../../domain/catalogue/versions/link.ts';
import type { Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { changeLinks, type NamedBase } from './change-links.ts';

/** Takes a link off a plan or single purchase; who has the add-on keeps it. */
export const unlinkAddOnFrom = (
  writes: CatalogueWrites,
  { addOnKey, ...named }: NamedBase & { readonly addOnKey: string },
): Promise<Result<Offering>> =>
  changeLinks(writes, named, { links: [], change: (newest, { lock }) => unlinkAddOn(newest, { addOnKey, lock }) });
