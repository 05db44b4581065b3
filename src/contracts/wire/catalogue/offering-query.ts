import { z } from 'zod';
import { pageQuery } from '../shared/list.ts';
import { key } from '../shared/scalars.ts';

/** The filters of a list of offerings. @rule 0-33 */
export const offeringQuery = pageQuery.extend({
  productKey: key.exactOptional().describe('Only offerings of this product.'),
  status: z
    .enum(['draft', 'launched', 'archived'])
    .exactOptional()
    .describe(
      'draft: never launched; launched: a version is on sale, with or without a draft beside it; archived: taken off sale.',
    ),
  archived: z.enum(['true', 'false']).exactOptional().describe('Only archived offerings, or only others.'),
});
