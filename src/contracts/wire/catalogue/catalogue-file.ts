import { z } from 'zod';
import { featureInput } from './feature.ts';
import { addOnInput, planInput, saleWarnings, singlePurchaseInput, versionChange } from './offering.ts';
import { productInput } from './product.ts';
import { key } from '../shared/scalars.ts';

/** By default an offering of a file is on sale. */
const sale = {
  launch: z.boolean().default(true).describe('False keeps the version of the file as a draft.'),
  archived: z.boolean().default(false).describe('True takes the offering off sale.'),
};
/** The maximum number of entries in each list of a file. */
export const maxListLength = 10_000;
export const fileLists = ['features', 'products', 'addOns', 'singlePurchases', 'plans'] as const;

export const filePlan = z.strictObject({ ...planInput.shape, key, ...sale }).meta({ id: 'CatalogueFilePlan' });
export const fileAddOn = z.strictObject({ ...addOnInput.shape, key, ...sale }).meta({ id: 'CatalogueFileAddOn' });
export const fileSinglePurchase = z
  .strictObject({ ...singlePurchaseInput.shape, key, ...sale })
  .meta({ id: 'CatalogueFileSinglePurchase' });

/** A catalogue file: each entry is the input of its creation, with its key. */
export const catalogueFile = z
  .strictObject({
    features: z.array(featureInput.safeExtend({ key })).max(maxListLength).default([]),
    products: z.array(productInput.extend({ key })).max(maxListLength).default([]),
    addOns: z.array(fileAddOn).max(maxListLength).default([]),
    singlePurchases: z.array(fileSinglePurchase).max(maxListLength).default([]),
    plans: z.array(filePlan).max(maxListLength).default([]),
  })
  .meta({ id: 'CatalogueFile', description: 'A catalogue. An import does not change what the file does not name.' });
export type CatalogueFile = z.output<typeof catalogueFile>;
export type CatalogueFileInput = z.input<typeof catalogueFile>;

/** The unparsed file of a request. */
export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

const sentFile = z.object({ bytes: z.instanceof(Uint8Array), contentType: z.string() });

/** The unparsed body of an import, JSON or CSV; a separate thread parses it. */
export const catalogueImport = z
  .unknown()
  .transform((body, context): FileBytes => {
    const sent = sentFile.safeParse(body);
    if (sent.success) return sent.data;
    context.issues.push({ code: 'custom', input: body, message: 'must be the file' });
    return z.NEVER;
  })
  .meta({ id: 'CatalogueImport', allOf: [{ $ref: '#/components/schemas/CatalogueFile' }] });

export const catalogueExport = z
  .looseObject({})
  .meta({ id: 'CatalogueExport', description: 'The catalogue.', allOf: [{ $ref: '#/components/schemas/CatalogueFile' }] });

/** The media types of imports and exports. */
export const catalogueTypes = ['application/json', 'text/csv'] as const;

export const importQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false').describe('True answers what would change and writes nothing.'),
});
export const exportQuery = z.strictObject({
  format: z.enum(['json', 'csv']).default('json').describe('csv has one price in each row.'),
});

export const changeActions = ['create', 'update', 'version', 'archive', 'unarchive', 'noChange'] as const;

const catalogueChange = z
  .object({
    kind: z.enum(['feature', 'product', 'addOn', 'singlePurchase', 'plan']),
    key: z.string(),
    action: z.enum(changeActions).describe('An update applies to everybody at once, a new version to new subscriptions.'),
    changes: z.array(versionChange),
  })
  .meta({ id: 'CatalogueChange', description: 'The change of one entry of the file.' });

export const importAnswer = z
  .object({
    dryRun: z.boolean(),
    applied: z.boolean(),
    changes: z.array(catalogueChange),
    counts: z.record(z.enum(changeActions), z.int()),
    changesLeftOut: z
      .int()
      .optional()
      .describe('The number of differences that are not listed if there are more than 500; counts covers all entries.'),
    warnings: saleWarnings.describe('What is launched but cannot be bought yet.'),
    warningsLeftOut: z.int().optional().describe('The number of warnings that are not listed if there are more than 500.'),
  })
  .meta({ id: 'CatalogueImportAnswer', description: 'The changes of an import, by entry, in the order of the file.' });
export type ImportAnswer = z.output<typeof importAnswer>;
