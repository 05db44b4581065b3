import { customFieldIssues } from '../../domain/catalogue/model/custom-fields.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Issue, Result } from '../../domain/refusal.ts';
import { invalidOffering, notFound } from '../../domain/refusals/catalogue.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { createInlineFeatures } from './inline-features.ts';
import type { StatedOffering } from './stated-offering.ts';

/** What a draft says that other things of the tenant must bear out. */
type Borne = 'product' | 'customFields';

/**
 * Creates the features that rate cards bring along (rule 0-10), and answers the version whose cards name them. Refuses all of it
 * where the product does not exist, a custom field is not declared, or the key of a feature is taken; `borne` is what is looked at.
 * @rule 0-4, 3-4
 */
export async function prepareDraft(
  writes: CatalogueWrites,
  stated: StatedOffering,
  borne: readonly Borne[],
): Promise<Result<OfferingVersion>> {
  const issues: Issue[] = [];
  const { productKey, kind, customFields } = stated.version;
  if (borne.includes('product') && (await writes.findProduct(productKey)) === null)
    issues.push({
      pointer: '/productKey',
      code: 'product_not_found',
      detail: notFound({ kind: 'product', name: productKey }).error.message,
    });
  if (borne.includes('customFields')) issues.push(...customFieldIssues(await writes.findCustomFields(kind), customFields));
  if (issues.length > 0) return invalidOffering(issues);
  return createInlineFeatures(writes, stated);
}
