import { z } from 'zod';
import { featureInput } from './feature.ts';
import { addOnInput, planInput, saleWarnings, singlePurchaseInput, versionChange } from './offering.ts';
import { productInput } from './product.ts';
import { key } from '../shared/scalars.ts';

/** Whether it is on sale: an offering of a file is, unless it says otherwise. */
const sale = {
  launch: z.boolean().default(true).describe('False keeps what the file says as a draft.'),
  archived: z.boolean().default(false).describe('True takes the offering off sale.'),
};
/** How many entries each list of a file may have. */
export const longestList = 10_000;
export const fileLists = ['features', 'products', 'addOns', 'singlePurchases', 'plans'] as const;

export const filePlan = z.strictObject({ ...planInput.shape, key, ...sale }).meta({ id: 'CatalogueFilePlan' });
export const fileAddOn = z.strictObject({ ...addOnInput.shape, key, ...sale }).meta({ id: 'CatalogueFileAddOn' });
export const fileSinglePurchase = z
  .strictObject({ ...singlePurchaseInput.shape, key, ...sale })
  .meta({ id: 'CatalogueFileSinglePurchase' });

/** A catalogue as a file: each entry has the form in which it is created, and its key. */
export const catalogueFile = z
  .strictObject({
    features: z.array(featureInput.safeExtend({ key })).max(longestList).default([]),
    products: z.array(productInput.extend({ key })).max(longestList).default([]),
    addOns: z.array(fileAddOn).max(longestList).default([]),
    singlePurchases: z.array(fileSinglePurchase).max(longestList).default([]),
    plans: z.array(filePlan).max(longestList).default([]),
  })
  .meta({ id: 'CatalogueFile', description: 'A catalogue. What it does not name stays as it is.' });
export type CatalogueFile = z.output<typeof catalogueFile>;
export type CatalogueFileInput = z.input<typeof catalogueFile>;

/** A file as it was sent. */
export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

const sentFile = z.object({ bytes: z.instanceof(Uint8Array), contentType: z.string() });

/** The body of an import as it was sent, bytes of JSON or of comma-separated prices: what it says is read in a thread of its own. */
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

/** The media types in which a catalogue comes and goes. */
export const catalogueTypes = ['application/json', 'text/csv'] as const;

export const importQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false').describe('True answers what would change, and changes nothing.'),
});
export const exportQuery = z.strictObject({
  format: z.enum(['json', 'csv']).default('json').describe('csv is one price in each row.'),
});

export const changeActions = ['create', 'update', 'version', 'archive', 'unarchive', 'noChange'] as const;

const catalogueChange = z
  .object({
    kind: z.enum(['feature', 'product', 'addOn', 'singlePurchase', 'plan']),
    key: z.string(),
    action: z.enum(changeActions).describe('An update is read by everybody at once; a version holds for new subscriptions.'),
    changes: z.array(versionChange),
  })
  .meta({ id: 'CatalogueChange', description: 'What an import does to one entry of its file.' });

export const importAnswer = z
  .object({
    dryRun: z.boolean(),
    applied: z.boolean(),
    changes: z.array(catalogueChange),
    counts: z.record(z.enum(changeActions), z.int()),
    changesLeftOut: z
      .int()
      .optional()
      .describe('How many differences are not listed, where there are more than 500; counts has all entries.'),
    warnings: saleWarnings.describe('What is launched and cannot be bought yet.'),
    warningsLeftOut: z.int().optional().describe('How many warnings are not listed, where there are more than 500.'),
  })
  .meta({ id: 'CatalogueImportAnswer', description: 'What an import changes, entry by entry, in the order of the file.' });
export type ImportAnswer = z.output<typeof importAnswer>;
