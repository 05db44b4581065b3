import { carryFromVersions, type PriceHistory } from '../../domain/catalogue/versions/carry-price-ids.ts';
import { carryAllLinkPrices, linksIn } from '../../domain/catalogue/versions/carry-link-prices.ts';
import { diffVersions, type VersionChange } from '../../domain/catalogue/versions/diff.ts';
import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Issue, Result } from '../../domain/refusal.ts';
import { quoted } from '../../domain/refusals/words.ts';
import { sameValue } from '../../domain/catalogue/model/same-value.ts';
import { newId, newVersionId } from '../new-id.ts';
import type { ChangeAction, ChangeRow } from './change-row.ts';
import type { OfferingEntry } from './stated-catalogue.ts';
import { copyEditableFields } from '../../domain/catalogue/versions/copy-editable-fields.ts';

/** An offering before and after an import. */
export interface PlannedOffering {
  /** Its place in the file, such as `/addOns/2`. */
  readonly pointer: string;
  readonly row: ChangeRow;
  readonly before: Offering | null;
  readonly after: Offering;
  /** Whether the import launches its newest version. */
  readonly isLaunching: boolean;
  /** Sets the texts of earlier versions to those of the file; null if they do not change. */
  readonly edit: ((version: OfferingVersion) => OfferingVersion) | null;
  readonly issues: readonly Issue[];
}

/**
 * The change of one offering (semantics row 20): texts are edited in place; any other difference from the newest version makes a
 * new version, or goes into the existing draft. A file that equals the launched version changes nothing, even if there is a draft.
 */
export const planOffering = (
  before: Offering | null,
  { entry, former }: { readonly entry: OfferingEntry } & Pick<PriceHistory, 'former'>,
): PlannedOffering => (before === null ? createOffering(entry) : changeOffering(before, { entry, former }));

function createOffering({ pointer, stated, launch, archived }: OfferingEntry): PlannedOffering {
  const latest: OfferingVersion = { ...stated, id: newVersionId(), status: launch ? 'launched' : 'draft' };
  const { kind, key, productKey } = stated;
  const after = { id: newId('off'), kind, key, productKey, archived, revision: 1, latest, launched: launch ? latest : null };
  const row: ChangeRow = { kind, key, action: 'create', changes: [] };
  return { pointer, row, before: null, after, isLaunching: launch, edit: null, issues: [] };
}

/** The edit that gives earlier versions the texts of the target; null if they have them. */
function textEdit(latest: OfferingVersion, target: OfferingVersion): PlannedOffering['edit'] {
  const edit = copyEditableFields(target);
  return sameValue(edit(latest), latest) ? null : edit;
}

/** The newest version after the import. */
interface NextVersion {
  readonly action: Extract<ChangeAction, 'version' | 'update' | 'noChange'>;
  readonly changes: readonly VersionChange[];
  readonly latest: OfferingVersion;
  readonly isLaunching: boolean;
}

function changeOffering(
  before: Offering,
  { entry, former }: { readonly entry: OfferingEntry } & Pick<PriceHistory, 'former'>,
): PlannedOffering {
  const { pointer, stated, archived } = entry;
  const carried = carryFromVersions({ ...before, former }, stated);
  const known = linksIn([before.launched, before.latest]);
  const links = carryAllLinkPrices({ known, former }, linksIn([stated]));
  const priced: OfferingVersion = carried.ok ? { ...stated, rateCards: carried.value } : stated;
  const target = links.ok && priced.kind !== 'addOn' ? { ...priced, addOns: links.value } : priced;
  const next = nextVersion(before, { target, launch: entry.launch });
  const edit = next.isLaunching || next.action === 'update' ? textEdit(before.latest, target) : null;
  const launched = before.launched === null || edit === null ? before.launched : edit(before.launched);
  const changes = [...next.changes, ...archiveChange(before.archived, archived)];
  const action = next.action === 'noChange' ? archiveAction(before.archived, archived) : next.action;
  const after: Offering = {
    ...before,
    archived,
    revision: before.revision + (action === 'noChange' ? 0 : 1),
    latest: next.latest,
    launched: next.isLaunching ? next.latest : launched,
  };
  const row: ChangeRow = { kind: before.kind, key: before.key, action, changes };
  const issues = [...productIssues(before, entry), ...below(pointer, [...issuesIn(carried), ...issuesIn(links)])];
  return { pointer, row, before, after, isLaunching: next.isLaunching, edit, issues };
}

function nextVersion(
  { latest, launched }: Offering,
  { target, launch }: { readonly target: OfferingVersion; readonly launch: boolean },
): NextVersion {
  const unchanged: NextVersion = { action: 'noChange', changes: [], latest, isLaunching: false };
  if (launched !== null && diffVersions(launched, target).length === 0) return unchanged;
  const changes = diffVersions(latest, target);
  const isDraft = latest.status === 'draft';
  if (changes.length === 0 && !(isDraft && launch)) return unchanged;
  const edited = copyEditableFields(target)(latest);
  const { id, version } = isDraft ? latest : { id: newVersionId(), version: latest.version + 1 };
  const written: OfferingVersion = { ...target, id, version, status: launch ? 'launched' : 'draft' };
  if (isDraft && launch) return { action: 'version', changes: [...changes, launchChange], latest: written, isLaunching: true };
  if (diffVersions(edited, target).length > 0) return { action: 'version', changes, latest: written, isLaunching: launch };
  return { action: 'update', changes, latest: edited, isLaunching: false };
}

const launchChange: VersionChange = {
  code: 'launched',
  pointer: '/status',
  from: 'draft',
  to: 'launched',
  affects: 'newSubscriptions',
};

const archiveChange = (from: boolean, to: boolean): readonly VersionChange[] =>
  from === to ? [] : [{ code: to ? 'archived' : 'unarchived', pointer: '/archived', from, to, affects: 'newSubscriptions' }];

const archiveAction = (from: boolean, to: boolean): ChangeAction => (from === to ? 'noChange' : to ? 'archive' : 'unarchive');

const productIssues = ({ key, productKey }: Offering, { pointer, stated }: OfferingEntry): readonly Issue[] =>
  productKey === stated.productKey
    ? []
    : [
        {
          code: 'product_immutable',
          pointer: `${pointer}/productKey`,
          detail: `${quoted(key)} belongs to the product ${quoted(productKey)} and stays there.`,
        },
      ];

const issuesIn = (result: Result<unknown>): readonly Issue[] => (result.ok ? [] : (result.error.issues ?? []));

/** Issues of one entry as issues of the file. */
export const below = (pointer: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((issue) => ({ ...issue, pointer: `${pointer}${issue.pointer}` }));
