import type { PriceForm } from '../catalogue/stated-form.ts';

/** The columns that identify the price of a row. */
export const nameColumns = ['offeringKind', 'offeringKey', 'rateCardKey', 'priceKey'] as const;

/** The columns with fields of the price. An empty cell removes the field. */
const priceColumns = [
  'currency',
  'cadenceEvery',
  'cadenceUnit',
  'timing',
  'model',
  'amount',
  'unitAmount',
  'size',
  'percent',
  'fixedAmount',
  'minimumAmount',
  'maximumAmount',
  'tiers',
  'includedQuantity',
  'zeroQuantity',
  'discounts',
  'minimumSpend',
  'maximumSpend',
  'usageOf',
  'externalName',
  'internalName',
  'description',
  'showDescriptionInInvoices',
  'showDescriptionInQuotes',
  'invoiceNotes',
  'sku',
  'accountingCode',
  'accountingCategory',
  'tax',
  'cycles',
  'trialDays',
  'archived',
] as const;
type PriceColumn = (typeof priceColumns)[number];

export const columns = [...nameColumns, ...priceColumns] as const;
export type Column = (typeof columns)[number];

export type Cells = Readonly<Partial<Record<Column, string>>>;

/** The cells of a price, by column. */
export const toCells = (price: PriceForm): Cells =>
  Object.fromEntries(priceColumns.map((column) => [column, writers[column]?.(price) ?? text(price[column])]));

/**
 * The price with the fields of the cells. Fields without a column are unchanged. An invalid cell is kept as text, so that the schema
 * refuses it.
 */
export function withCells(price: PriceForm, cells: Cells): PriceForm {
  const fields: Record<string, unknown> = { ...price };
  for (const column of priceColumns) {
    const cell = cells[column];
    if (cell === undefined || column === 'cadenceEvery' || column === 'cadenceUnit') continue;
    if (cell === '') delete fields[column];
    else fields[column] = readers[column]?.(cell) ?? cell;
  }
  if (cells.cadenceUnit !== undefined) fields['cadence'] = readCadence(cells);
  return fields;
}

/** The column of a field of a price. */
export function columnOf(path: readonly PropertyKey[]): Column {
  const [field, part] = path;
  if (field === 'cadence') return part === 'every' ? 'cadenceEvery' : 'cadenceUnit';
  return columns.find((column) => column === field) ?? (field === 'key' ? 'priceKey' : 'model');
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const writers: Partial<Record<PriceColumn, (price: PriceForm) => string>> = {
  cadenceEvery: ({ cadence }) => text(field(cadence, 'every')),
  cadenceUnit: ({ cadence }) => (cadence === 'oneTime' ? 'oneTime' : text(field(cadence, 'unit'))),
  tiers: ({ tiers }) => joined(tiers, ['upTo', 'unitAmount', 'flatAmount']),
  discounts: ({ discounts }) =>
    listOf(discounts)
      .map((each) =>
        [field(each, 'kind'), field(each, 'percent') ?? field(each, 'amount'), field(each, 'cycles')].map(text).join(':'),
      )
      .join(';'),
  tax: ({ tax }) => (tax === 'exempt' ? 'exempt' : text(field(tax, 'profile'))),
};

const readers: Partial<Record<PriceColumn, (cell: string) => unknown>> = {
  tiers: (cell) =>
    parts(cell).map(([upTo, unitAmount, flatAmount]) => ({ upTo: upTo || null, ...filled({ unitAmount, flatAmount }) })),
  discounts: (cell) =>
    parts(cell).map(([kind = '', value = '', cycles = '']) => ({
      kind,
      [kind === 'percent' ? 'percent' : 'amount']: value,
      ...(cycles === '' ? {} : { cycles: whole(cycles) }),
    })),
  tax: (cell) => (cell === 'exempt' ? 'exempt' : { profile: cell }),
  cycles: whole,
  trialDays: whole,
  showDescriptionInInvoices: flag,
  showDescriptionInQuotes: flag,
  archived: flag,
};

function whole(cell: string): unknown {
  return /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
}

function flag(cell: string): unknown {
  const lower = cell.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower === 'true' : cell;
}

const readCadence = ({ cadenceEvery = '', cadenceUnit = '' }: Cells): unknown =>
  cadenceUnit === 'oneTime' ? 'oneTime' : { every: cadenceEvery === '' ? 1 : whole(cadenceEvery), unit: cadenceUnit };

const parts = (cell: string): readonly string[][] =>
  cell
    .replace(/;\s*$/, '')
    .split(';')
    .map((part) => part.split(':').map((each) => each.trim()));

const filled = (fields: Readonly<Record<string, string | undefined>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const joined = (value: unknown, names: readonly string[]): string =>
  listOf(value)
    .map((each) => names.map((name) => text(field(each, name))).join(':'))
    .join(';');
