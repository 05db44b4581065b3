import { customFieldIssues } from '../../domain/catalogue/model/custom-fields.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Issue, Result } from '../../domain/refusal.ts';
import { invalidOffering, notFound } from '../../domain/refusals/catalogue.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { createInlineFeatures } from './inline-features.ts';
import type { StatedOffering } from './stated-offering.ts';

/** References of a draft to check. */
type DraftCheck = 'product' | 'customFields';

/**
 * Makes the checks and creates the inline features of rate cards (rule 0-10). Returns the version whose cards name them. Refuses
 * `invalid_offering` if the product or a custom field does not exist, and as `createInlineFeatures` does.
 * @rule 0-4, 3-4
 */
export async function prepareDraft(
  writes: CatalogueWrites,
  stated: StatedOffering,
  checks: readonly DraftCheck[],
): Promise<Result<OfferingVersion>> {
  const issues: Issue[] = [];
  const { productKey, kind, customFields } = stated.version;
  if (checks.includes('product') && (await writes.findProduct(productKey)) === null)
    issues.push({
      pointer: '/productKey',
      code: 'product_not_found',
      detail: notFound({ kind: 'product', name: productKey }).error.message,
    });
  if (checks.includes('customFields')) issues.push(...customFieldIssues(await writes.findCustomFields(kind), customFields));
  if (issues.length > 0) return invalidOffering(issues);
  return createInlineFeatures(writes, stated);
}
