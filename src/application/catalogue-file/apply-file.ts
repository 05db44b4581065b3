import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import { accepted, type Issue, type Result } from '../../domain/refusal.ts';
import { invalidOffering, keyAlreadyUsed } from '../../domain/refusals/catalogue.ts';
import { quoted } from '../../domain/refusals/words.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import { judgeCatalogue } from './catalogue-issues.ts';
import type { ChangeRow } from './change-row.ts';
import { planChanges, type PlannedChanges } from './plan-changes.ts';
import { returningPrices } from './returning-prices.ts';
import type { StatedCatalogue } from './stated-catalogue.ts';

interface Application {
  readonly current: CatalogueState;
  /** What the file says. */
  readonly stated: StatedCatalogue;
  readonly mode: 'dryRun' | 'apply';
  /** What becomes of a draft beside the version on sale: it takes what the file says and is launched, or the file is refused. */
  readonly drafts: 'launch' | 'refuse';
}

/** What became of a file, and what it put on sale that cannot be bought yet. */
export interface Applied {
  readonly rows: readonly ChangeRow[];
  readonly warnings: readonly SaleWarning[];
}

/**
 * Brings the catalogue to what a file says, all of it or nothing, or only says what that would change. `current` is the whole
 * catalogue, locked. Refuses `invalid_offering` with every issue of the file at once.
 * @rule 3-12
 */
export async function applyFile(
  writes: CatalogueWrites,
  { current, stated, mode, drafts }: Application,
): Promise<Result<Applied>> {
  const former = await writes.findFormerPrices(returningPrices(current, stated));
  const planned = await planChanges(current, { stated, former });
  const rules = await loadRules(writes);
  const judged = await judgeCatalogue({ current, planned, rules });
  const issues = [...judged.issues, ...(drafts === 'refuse' ? draftIssues(planned) : [])];
  if (issues.length > 0) return invalidOffering(issues);
  if (mode === 'apply' && (await writes.saveCatalogue(changesOf(planned))) === 'taken') return keyAlreadyUsed('meanwhile');
  const rows = [...planned.features, ...planned.products, ...planned.offerings].map(({ row }) => row);
  return accepted({ rows, warnings: judged.warnings });
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
