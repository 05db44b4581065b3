import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { offeringArchived, offeringLinked } from '../../domain/refusals/offerings.ts';
import { quoted, quotedList } from '../../domain/refusals/words.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';

export interface ArchivedOffering {
  readonly archived: true;
  readonly warnings: readonly { readonly code: string; readonly detail: string; readonly linkedBy: readonly string[] }[];
}

/**
 * Takes an offering off sale (semantics row 21). Plans and single purchases that link an archived add-on still sell it; the result
 * lists them and drafts that link it. Policy `archive.requireDetached` refuses to archive a linked add-on instead.
 * @rule 0-36, 0-37
 */
export async function archiveOffering(writes: CatalogueWrites, named: NamedOffering): Promise<Result<ArchivedOffering>> {
  const locked = await lockOffering(writes, named);
  if (!locked.ok) return locked;
  const offering = locked.value;
  const { key, kind, latest } = offering;
  if (offering.archived) return offeringArchived({ offeringKey: key, to: 'archive' });
  const bases = kind === 'addOn' ? await writes.findBasesOf(key) : [];
  const linkedBy = keysOf(bases);
  const { policies: tenant } = await writes.findSettings();
  const policy = resolvePolicy('archive.requireDetached', { addOn: latest.policies, tenant });
  if (linkedBy.length > 0 && policy.value === 'true')
    return offeringLinked({ offeringKey: key, to: 'archive', policy: policy.key, level: policy.level, linkedBy });
  await writes.setArchived(offering, true);
  const selling = kind === 'addOn' ? keysOf(await writes.findBasesOnSale(key)) : [];
  const drafted = keysOf(bases.filter(({ status }) => status === 'draft')).filter((base) => !selling.includes(base));
  return accepted({
    archived: true,
    warnings: [
      ...stillLinkedWarnings(
        selling,
        `${quoted(key)} can still be bought with ${quotedList(selling)}: unlink it there to stop that.`,
      ),
      ...stillLinkedWarnings(
        drafted,
        `${quoted(key)} can be bought again with ${quotedList(drafted)} once the draft is launched: unlink it there to prevent that.`,
      ),
    ],
  });
}

const keysOf = (bases: readonly OfferingVersion[]): readonly string[] => [...new Set(bases.map(({ key }) => key))];

const stillLinkedWarnings = (linkedBy: readonly string[], detail: string): ArchivedOffering['warnings'] =>
  linkedBy.length === 0 ? [] : [{ code: 'still_linked', detail, linkedBy }];
