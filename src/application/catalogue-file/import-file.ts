import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import { accepted, type Issue, type Refusal, type Result } from '../../domain/refusal.ts';
import { invalidOffering, keyAlreadyUsed } from '../../domain/refusals/catalogue.ts';
import { quoted } from '../../domain/refusals/words.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import { checkCatalogue } from './catalogue-issues.ts';
import type { ChangeRow } from './change-row.ts';
import { planChanges, type PlannedChanges } from './plan-changes.ts';
import { returningPrices } from './returning-prices.ts';
import type { StatedCatalogue } from './stated-catalogue.ts';

/** A file read beside the current catalogue. `toError` converts a refusal to the caller's form, with places in its file. */
export type FileReading<E> =
  | { readonly ok: true; readonly stated: StatedCatalogue; readonly toError: (refusal: Refusal) => E }
  | { readonly ok: false; readonly error: E };

interface FileImport<E> {
  readonly read: (current: CatalogueState) => Promise<FileReading<E>>;
  readonly mode: 'dryRun' | 'apply';
  /** What to do with a draft beside a launched version: replace and launch it, or refuse the file. */
  readonly drafts: 'launch' | 'refuse';
}

/** The changes of an import, and what it launches that cannot be bought yet. */
export interface ImportedFile {
  readonly rows: readonly ChangeRow[];
  readonly warnings: readonly SaleWarning[];
}

/**
 * Imports a catalogue file: locks the whole catalogue, has the file read, and makes all of its changes or none; `dryRun` only
 * lists them. Refuses `invalid_offering` with every issue of the file, and `key_already_used`.
 * @rule 3-12
 */
export async function importFile<E>(
  writes: CatalogueWrites,
  { read, mode, drafts }: FileImport<E>,
): Promise<{ readonly ok: true; readonly value: ImportedFile } | { readonly ok: false; readonly error: E }> {
  const current = await writes.lockCatalogue();
  const file = await read(current);
  if (!file.ok) return file;
  const applied = await applyChanges(writes, { current, stated: file.stated, mode, drafts });
  return applied.ok ? applied : { ok: false, error: file.toError(applied.error) };
}

interface PlannedImport extends Pick<FileImport<never>, 'mode' | 'drafts'> {
  readonly current: CatalogueState;
  readonly stated: StatedCatalogue;
}

async function applyChanges(
  writes: CatalogueWrites,
  { current, stated, mode, drafts }: PlannedImport,
): Promise<Result<ImportedFile>> {
  const former = await writes.findFormerPrices(returningPrices(current, stated));
  const planned = await planChanges(current, { stated, former });
  const rules = await loadRules(writes);
  const checked = await checkCatalogue({ current, planned, rules });
  const issues = [...checked.issues, ...(drafts === 'refuse' ? draftIssues(planned) : [])];
  if (issues.length > 0) return invalidOffering(issues);
  if (mode === 'apply' && (await writes.saveCatalogue(changesOf(planned))) === 'taken') return keyAlreadyUsed('meanwhile');
  const rows = [...planned.features, ...planned.products, ...planned.offerings].map(({ row }) => row);
  return accepted({ rows, warnings: checked.warnings });
}

const draftIssues = ({ offerings }: PlannedChanges): readonly Issue[] =>
  offerings.flatMap(({ pointer, row, before }) =>
    before?.launched && before.latest.status === 'draft' && (row.action === 'version' || row.action === 'update')
      ? [
          {
            pointer,
            code: 'draft_exists',
            detail: `${quoted(before.key)} has a draft: launch or delete it before you change its prices.`,
          },
        ]
      : [],
  );

async function loadRules(writes: CatalogueWrites) {
  const plan = await writes.findCustomFields('plan');
  const addOn = await writes.findCustomFields('addOn');
  const singlePurchase = await writes.findCustomFields('singlePurchase');
  return { settings: await writes.findSettings(), customFields: { plan, addOn, singlePurchase } };
}

const changesOf = ({ features, products, offerings }: PlannedChanges) => ({
  features: features.filter(isChange).map(({ after }) => after),
  products: products.filter(isChange).map(({ after }) => after),
  offerings: offerings.filter(isChange),
});

const isChange = ({ row }: { readonly row: ChangeRow }): boolean => row.action !== 'noChange';
