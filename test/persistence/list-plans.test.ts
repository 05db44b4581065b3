import type { OfferingFilter } from '../../src/application/ports/catalogue.ts';
import { type SubscriptionId, type TenantId, toSubscriptionId } from '../../src/domain/ids.ts';
import type { SubscriptionFilter } from '../../src/application/ports/subscriptions.ts';
import type { PageRequest } from '../../src/application/ports/paging.ts';
import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { openOwnerSession } from '../support/owner-session.ts';
import { ensureTenant } from '../support/tenants.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const many = 20_000;
const limit = 20;

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  ({ id: tenantId } = await ensureTenant(database, { key: 'big', name: 'Big', mode: 'live', apiKey: 'sk_big' }));
  await fill();
  // The first connection checks whether its database exists.
  await catalogue().findSettings(tenantId);
}, 120_000);
afterAll(async () => {
  await database.close();
  await server.drop();
});

/** Inserts rows of two tenants without triggers and foreign keys: only their number and distribution matter. */
async function fill(): Promise<void> {
  const owner = await openOwnerSession(server.ownerUrl);
  const rows: Readonly<Record<string, string>> = {
    feature: `(tenant_id, id, key, name, kind, revision) select t, 'f' || n, 'f' || n, 'F', 'boolean', 1`,
    product: `(tenant_id, id, key, name, revision) select t, 'p' || n, 'p' || n, 'P', 1`,
    customer: `(tenant_id, id, key, name, time_zone, revision) select t, 'c' || n, 'c' || n, 'C', 'UTC', 1`,
    custom_field: `(tenant_id, id, entity, key, name, type, required, revision)
      select t, 'd' || n, case n % 50 when 1 then 'addOn' else 'plan' end, 'd' || n, 'D', 'text', false, 1`,
    api_key: `(tenant_id, id, hash, name, scopes, created_at)
      select t, 'k' || n, md5(t || n) || md5(t || n), 'K', '{read}', now()`,
    offering: `(tenant_id, id, kind, key, product_key, revision, archived, launched)
      select t, 'o' || n, case n % 3 when 0 then 'plan' else 'addOn' end, 'o' || n, 'p' || n % 100, 1, n % 50 = 0, n % 70 <> 0`,
    offering_version: `(tenant_id, id, offering_id, version, status, content, presentation)
      select t, 'v' || n, 'o' || n, 1, 'launched', '{"rateCards": [], "policies": {}}', '{"name": "O"}'`,
    subscription: `(tenant_id, id, revision, customer_id, plan_key, status, clock, at, state, state_version)
      select t, 's' || n, 1, 'c' || n % 1000, 'o' || n % 500, case n % 90 when 0 then 'trial' else 'canceled' end, 'wall', now(),
        jsonb_build_object('phase', 'ended', 'terms', jsonb_build_object('base', jsonb_build_object('versionId', 'v' || n))), 2`,
    subscription_add_on: `(tenant_id, subscription_id, id, add_on_key, version, version_id, requirement, instance, quantity, started_at)
      select t, 's' || n, 'a' || n, 'o1', 1, 'v1', 'optional', 'single', 1, now()`,
    decision: `(tenant_id, subscription_id, revision, request_id, request_hash, did, at, summary, events, events_version, outcome)
      select t, 's' || n % 20, n / 20 + 1, 'r' || n, 'h', 'renewPeriod', now(), '', '[]', 2, '{}'`,
  };
  for (const [table, statement] of Object.entries(rows)) await insertInto(table, statement);
  for (const document of ['invoice', 'credit_note']) {
    await insertInto(document, documentRows(document));
    await insertInto(`${document}_line`, lineRows(document));
  }
  await owner.query('analyze');
  await owner.close();

  async function insertInto(table: string, statement: string): Promise<void> {
    await owner.query(`
      do $$ begin
        perform set_config('session_replication_role', 'replica', true);
        insert into ${table} ${statement}
          from generate_series(1, ${many}) n, unnest(array['${tenantId}', 'ten_other']) t;
      end $$`);
  }
}

const documentRows = (document: string): string => {
  const amounts = document === 'invoice' ? ', reason, subtotal, discount, tax' : '';
  return `(tenant_id, id, sequence, number, subscription_id, customer_id, currency, effective_at, issued_at, period_start,
      period_end, total, revision${amounts})
    select t, 'i' || n, n, 'N' || n, 's' || n % 5000, 'c' || n % 1000, 'USD', now(), now(), now(), now(), 0, 1${amounts === '' ? '' : `, 'renewal', 0, 0, 0`}`;
};

const lineRows = (document: string): string => {
  const [columns, values] = document === 'invoice' ? [', kind', `, 'recurring'`] : [', credited_line_id', `, 'l' || n`];
  const sign = document === 'invoice' ? 1 : -1;
  return `(tenant_id, id, subscription_id, ${document}_id, line_number, offering_key, offering_kind, offering_version, rate_card_key, price_id,
      description, quantity, unit_amount, service_start, service_end, full_start, full_end, segment, derivation, grant_ids, amount${columns})
    select t, 'l' || n, 's' || n % 5000, 'i' || n, 1, 'o1', 'plan', 1, 'base', 'pri', '', ${sign}, 1, now(), now(), now(), now(), n,
      '{}', '{}', ${sign}${values}`;
};

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The table reads that a list sends. */
async function statementsOf(list: () => Promise<unknown>): Promise<readonly Statement[]> {
  const logger = database.orm.config.getLogger();
  const statements: Statement[] = [];
  // An own property shadows the method of the class until it is deleted.
  Object.defineProperty(logger, 'logQuery', {
    configurable: true,
    value: ({ query = '', params = [] }: { query?: string; params?: readonly unknown[] }) =>
      void statements.push({ sql: query, parameters: params }),
  });
  await list();
  Reflect.deleteProperty(logger, 'logQuery');
  return statements.filter(({ sql }) => /^select .* from /.test(sql));
}

const planOf = ({ sql, parameters }: Statement): Promise<readonly Plan[]> =>
  database.inTenant(tenantId, async (em) => {
    const rows = await em.execute<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }[]>(
      `explain (analyze, format json) ${sql}`,
      [...parameters],
    );
    return rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
  });

const catalogue = () => catalogueReads(database);
const subscriptions = () => subscriptionReads(database);
const offerings = (filter: Partial<OfferingFilter>) => (page: PageRequest) =>
  catalogue().listOfferings(tenantId, { kind: 'addOn', productKey: null, stage: null, archived: null, ...filter }, page);
const subscriptionsOf = (filter: Partial<SubscriptionFilter>) => (page: PageRequest) =>
  subscriptions().list(tenantId, { customerId: null, baseKey: null, status: null, ...filter }, page);
const invoicesOf =
  (filter: { readonly subscriptionId?: SubscriptionId; readonly customerId?: string }) => (page: PageRequest) =>
    subscriptions().listInvoices(tenantId, { subscriptionId: null, customerId: null, ...filter }, page);

const lists: Readonly<Record<string, (page: PageRequest) => Promise<{ readonly data: readonly unknown[] }>>> = {
  features: (page) => catalogue().listFeatures(tenantId, page),
  products: (page) => catalogue().listProducts(tenantId, page),
  customers: (page) => catalogue().listCustomers(tenantId, page),
  'API keys': (page) => catalogue().listApiKeys(tenantId, page),
  'custom fields': (page) => catalogue().listCustomFields(tenantId, { entity: null }, page),
  'custom fields of a kind': (page) => catalogue().listCustomFields(tenantId, { entity: 'addOn' }, page),
  offerings: offerings({}),
  'offerings of a product': offerings({ productKey: 'p1' }),
  'offerings never launched': offerings({ stage: 'draft' }),
  'offerings on sale': offerings({ stage: 'launched' }),
  'archived offerings': offerings({ stage: 'archived' }),
  'offerings that are archived': offerings({ archived: true }),
  'offerings that are not archived': offerings({ archived: false }),
  'the versions of an offering': async (page) =>
    (await catalogue().listVersions(tenantId, { kind: 'plan', key: 'o3' }, page)) ?? { data: [] },
  subscriptions: subscriptionsOf({}),
  'subscriptions of a customer': subscriptionsOf({ customerId: 'c1' }),
  'subscriptions of a plan': subscriptionsOf({ baseKey: 'o1' }),
  'subscriptions in a status': subscriptionsOf({ status: 'canceled' }),
  'invoices of a subscription': invoicesOf({ subscriptionId: toSubscriptionId('s1') }),
  'invoices of a customer': invoicesOf({ customerId: 'c1' }),
  invoices: invoicesOf({}),
  'credit notes of a subscription': (page) => subscriptions().listCreditNotes(tenantId, toSubscriptionId('s1'), page),
  'the timeline of a subscription': (page) => subscriptions().listTimeline(tenantId, toSubscriptionId('s1'), page),
};

describe('lists of a tenant with 20,000 rows, read as the role of the program', () => {
  const pages = Object.keys(lists).flatMap((name) => [
    [name, 'the first page', null] as const,
    [name, 'a page far behind', many / 2] as const,
  ]);

  it.each(pages)('%s: %s comes from an index, in its order, with almost no discarded rows', async (name, _page, after) => {
    const list = lists[name];
    if (list === undefined) throw new Error('a list of the table');
    const [page, ...rest] = await Promise.all((await statementsOf(() => list({ limit, after }))).map(planOf));
    if (page === undefined) throw new Error('a list reads a table');
    expect(typesIn(page)).not.toContain('Sort');
    // If nearly every row matches a filter, the index of the whole list is suitable too.
    expect(page.reduce((sum, node) => sum + (node['Rows Removed by Filter'] ?? 0), 0)).toBeLessThan(limit);
    for (const plan of [page, ...rest]) expect(scannedIn(plan)).toEqual([]);
  });

  it.each(Object.entries(lists))('%s: are not empty', async (_name, list) => {
    expect((await list({ limit: 3, after: null })).data.length).toBeGreaterThan(0);
  });
});

const typesIn = (plan: readonly Plan[]): readonly string[] => plan.map((node) => node['Node Type']);

/** The tables with a sequential scan, except that of the tenants, which has one row here. */
const scannedIn = (plan: readonly Plan[]): readonly unknown[] =>
  plan
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'])
    .filter((table) => table !== 'tenant');
