import { planChanges } from '../../src/application/catalogue-file/plan-changes.ts';
import { fromApiCatalogueFile } from '../../src/api/catalogue-file/catalogue-file.convert.ts';
import type { CatalogueState } from '../../src/domain/catalogue/model/catalogue.ts';
import { catalogueFile, type CatalogueFileInput } from '../../src/contracts/wire/catalogue/catalogue-file.ts';

const nothing: CatalogueState = { features: [], products: [], offerings: [] };
const price = {
  key: 'usd',
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
  timing: 'inAdvance',
  model: 'flat',
  amount: '5.00',
} as const;
type FileAddOn = NonNullable<CatalogueFileInput['addOns']>[number];

const fileOf = (addOn: Partial<FileAddOn> = {}) =>
  catalogueFile.parse({
    addOns: [{ productKey: 'club', key: 'water', name: 'Water', rateCards: [{ key: 'water', prices: [price] }], ...addOn }],
  });
const priced = (changes: object): Partial<FileAddOn> => ({ rateCards: [{ key: 'water', prices: [{ ...price, ...changes }] }] });

const changesOf = async (current: CatalogueState, addOn: Partial<FileAddOn>) =>
  planChanges(current, { stated: await fromApiCatalogueFile(fileOf(addOn)), former: new Map() });

/** The catalogue after these files were applied in order. */
async function after(...files: readonly Partial<FileAddOn>[]): Promise<CatalogueState> {
  let current = nothing;
  for (const addOn of files) {
    const { offerings } = await changesOf(current, addOn);
    current = { ...nothing, offerings: offerings.map((planned) => planned.after) };
  }
  return current;
}
async function plan(current: CatalogueState, addOn: Partial<FileAddOn>) {
  const [offering] = (await changesOf(current, addOn)).offerings;
  if (offering === undefined) throw new Error('the file has an offering');
  const { row, after: next } = offering;
  return {
    ...offering,
    did: [row.action, ...row.changes.map(({ code }) => code)].join(' '),
    version: next.latest.version,
    status: next.latest.status,
  };
}

describe('planChanges', () => {
  it.each<[string, Partial<FileAddOn>, string, number]>([
    ['the same', {}, 'noChange', 1],
    ['the same amount written otherwise', priced({ amount: '5' }), 'noChange', 1],
    ['the same amount, and another SKU', priced({ amount: '5.0', sku: 'W' }), 'update sku_changed', 1],
    ['another amount', priced({ amount: '6.00' }), 'version price_changed', 2],
    ['another name', { name: 'Spring' }, 'update name_changed', 1],
    ['another SKU', priced({ sku: 'W' }), 'update sku_changed', 1],
    ['an archived price', priced({ archived: true }), 'update price_archived_changed', 1],
    ['another visibility', { visibility: 'admin' }, 'update visibility_changed', 1],
    ['another instance type', { instance: 'multiple' }, 'version instance_changed', 2],
    ['another name and amount', { name: 'Spring', ...priced({ amount: '6.00' }) }, 'version name_changed price_changed', 2],
    ['archived', { archived: true }, 'archive archived', 1],
    ['archived and another name', { archived: true, name: 'Spring' }, 'update name_changed archived', 1],
  ])('3-12 compares with the launched version: %s', async (_what, addOn, did, version) => {
    expect(await plan(await after({}), addOn)).toMatchObject({ did, version, status: 'launched', issues: [] });
  });

  it.each<[string, Partial<FileAddOn>, string, string]>([
    ['the same', { launch: false }, 'noChange', 'draft'],
    ['to be launched', {}, 'version launched', 'launched'],
    ['another name', { launch: false, name: 'Spring' }, 'update name_changed', 'draft'],
    ['another amount', { launch: false, ...priced({ amount: '6.00' }) }, 'version price_changed', 'draft'],
  ])('3-12 compares with a draft: %s', async (_what, addOn, did, status) => {
    expect(await plan(await after({ launch: false }), addOn)).toMatchObject({ did, version: 1, status });
  });

  it('3-12 keeps the launched version if the file states a draft, and the draft if the file equals the launched version', async () => {
    const withDraft = await after({}, { launch: false, ...priced({ amount: '6.00' }) });
    expect(withDraft.offerings[0]).toMatchObject({ latest: { version: 2, status: 'draft' }, launched: { version: 1 } });
    expect(await plan(withDraft, {})).toMatchObject({ did: 'noChange', status: 'draft' });
  });

  it('2-12 keeps the id of a price with unchanged terms, and gives a new one for another amount', async () => {
    const current = await after({});
    const idIn = (state: CatalogueState) => state.offerings[0]?.latest.rateCards[0]?.prices[0]?.id;
    const idAfter = async (addOn: Partial<FileAddOn>) => (await plan(current, addOn)).after.latest.rateCards[0]?.prices[0]?.id;
    expect(await idAfter({ instance: 'multiple' })).toBe(idIn(current));
    expect(await idAfter(priced({ amount: '6.00' }))).not.toBe(idIn(current));
  });

  it.each<[string, Partial<FileAddOn>, string, string]>([
    ['another model', priced({ model: 'perUnit', amount: undefined, unitAmount: '5.00' }), 'pricing_model_immutable', '/model'],
    ['other billing cycles', priced({ cycles: 3 }), 'cycles_immutable', '/cycles'],
  ])('3-39 refuses under the key of a price %s', async (_what, addOn, code, field) => {
    const { issues } = await plan(await after({}), JSON.parse(JSON.stringify(addOn)) as Partial<FileAddOn>);
    expect(issues).toEqual([expect.objectContaining({ code, pointer: `/addOns/0/rateCards/0/prices/0${field}` })]);
  });

  it('3-12 refuses another product', async () => {
    expect((await plan(await after({}), { productKey: 'pool' })).issues).toMatchObject([
      { code: 'product_immutable', pointer: '/addOns/0/productKey' },
    ]);
  });
});
