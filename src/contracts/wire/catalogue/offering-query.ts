import { z } from 'zod';
import { pageQuery } from '../shared/list.ts';
import { key } from '../shared/scalars.ts';

/** Which offerings of one kind are listed. @rule 0-33 */
export const offeringQuery = pageQuery.extend({
  productKey: key.exactOptional().describe('Only those of one product.'),
  status: z
    .enum(['draft', 'launched', 'archived'])
    .exactOptional()
    .describe(
      'draft: never launched; launched: a version is on sale, whatever draft there is beside it; archived: neither of the two.',
    ),
  archived: z.enum(['true', 'false']).exactOptional().describe('Only those that are archived, or only those that are not.'),
});
