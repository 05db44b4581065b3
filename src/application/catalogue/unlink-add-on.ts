import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { unlinkAddOn } from '../../domain/catalogue/versions/link.ts';
import type { Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { changeLinks, type NamedBase } from './change-links.ts';

/** Removes a link from a plan or single purchase; existing subscriptions keep the add-on. */
export const unlinkAddOnFrom = (
  writes: CatalogueWrites,
  { addOnKey, ...named }: NamedBase & { readonly addOnKey: string },
): Promise<Result<Offering>> =>
  changeLinks(writes, named, { links: [], change: (newest, { lock }) => unlinkAddOn(newest, { addOnKey, lock }) });
