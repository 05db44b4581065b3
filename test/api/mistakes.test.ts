import { type ApiUnderTest, startApi } from './start-api.ts';
import { flatBody, monthly } from '../support/builders/price-bodies.ts';

// The messages for typical mistakes: they name the field and what to send instead, without the validator's jargon.

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const order = { customerId: 'cus_1', planKey: 'basic', cadence: monthly, currency: 'USD' };
const { currency: _usd, ...withoutCurrency } = order;
const price = flatBody('5.00');
const plan = (change: object = {}) => ({
  productKey: 'p',
  name: 'P',
  rateCards: [{ key: 'base', prices: [{ ...price, ...change }] }],
});
const at = '/rateCards/0/prices/0';
const decimal =
  'must be a decimal string such as "7.00", not negative, with at most 15 digits before the point and 12 after it';
const quantity =
  'must be a whole number or a decimal string, not negative, with at most 15 digits before the point and 12 after it';
const key = 'must have 1 to 100 lower-case letters, digits, "-", "_" or ".", and begin with a letter or digit';
const cadence = 'must be { every, unit } with a unit of day, week, month or year';
const currency = 'must be an ISO-4217 currency code such as "USD"';

const mistakes: readonly (readonly [string, string, unknown, string])[] = [
  ['a missing currency', 'subscriptions', withoutCurrency, `\`currency\` ${currency}.`],
  ['an unknown currency', 'subscriptions', { ...order, currency: 'EURO' }, `\`currency\` ${currency}.`],
  ['a number for a string', 'products', { name: 5 }, '`name` must be a text.'],
  ['a missing name', 'products', {}, '`name` is required: give a text.'],
  ['a blank name', 'products', { name: '  ' }, '`name` must not be blank.'],
  ['a name that is too long', 'products', { name: 'x'.repeat(201) }, '`name` must have at most 200 characters.'],
  ['an unknown field', 'products', { name: 'x', colour: 'red' }, '`colour` is not a field of this call: leave it out.'],
  ['a wrong key', 'products', { name: 'x', key: 'My Key' }, `\`key\` ${key}.`],
  ['an unknown value', 'features', { name: 'x', kind: 'purple' }, '`kind` must be one of "boolean", "metered", "static".'],
  ['a missing value', 'features', { name: 'x' }, '`kind` is required: give one of "boolean", "metered", "static".'],
  ['null for a string', 'products', { name: null }, '`name` must be a text.'],
  ['an object for an array', 'plans', { ...plan(), rateCards: {} }, '`rateCards` must be a list.'],
  ['an array for the body', 'products', [], 'The body must be an object.'],
  ['an empty array', 'prices/calculate', { calculations: [] }, '`calculations` must have at least 1 entry.'],
  ['a string for a boolean', 'subscriptions', { ...order, runsInRealTime: 'yes' }, '`runsInRealTime` must be true or false.'],
  [
    'a date for an instant',
    'subscriptions',
    { ...order, startAt: '2026-01-31' },
    '`startAt` must be an ISO-8601 instant with an offset, such as "2026-01-31T10:00:00Z".',
  ],
  [
    'an instant on an invalid date',
    'subscriptions',
    { ...order, startAt: '2026-02-30T00:00:00Z' },
    '`startAt` must be an ISO-8601 instant with an offset, such as "2026-01-31T10:00:00Z".',
  ],
  [
    'an instant as a number',
    'subscriptions',
    { ...order, startAt: 1767225600 },
    '`startAt` must be an ISO-8601 instant with an offset, such as "2026-01-31T10:00:00Z".',
  ],
  ['a cadence in words', 'subscriptions', { ...order, cadence: 'monthly' }, `\`cadence\` ${cadence}.`],
  [
    'a cadence of an unknown unit',
    'subscriptions',
    { ...order, cadence: { every: 1, unit: 'months' } },
    '`/cadence/unit` must be one of "day", "week", "month", "year".',
  ],
  [
    'a cadence of zero',
    'subscriptions',
    { ...order, cadence: { every: 0, unit: 'month' } },
    '`/cadence/every` must be at least 1.',
  ],
  [
    'a fractional cadence',
    'subscriptions',
    { ...order, cadence: { every: 1.5, unit: 'month' } },
    '`/cadence/every` must be a whole number.',
  ],
  ['an amount as a number', 'plans', plan({ amount: 5 }), `\`${at}/amount\` ${decimal}.`],
  ['an amount with a comma', 'plans', plan({ amount: '5,00' }), `\`${at}/amount\` ${decimal}.`],
  ['an amount below 0', 'plans', plan({ amount: '-5.00' }), `\`${at}/amount\` ${decimal}.`],
  [
    'a quantity below 0',
    'subscriptions',
    { ...order, addOns: [{ addOnKey: 'water', quantity: -1 }] },
    `\`/addOns/0/quantity\` ${quantity}.`,
  ],
  [
    'a plan and a single purchase',
    'subscriptions',
    { ...order, singlePurchaseKey: 'x' },
    'Give exactly one of `planKey` and `singlePurchaseKey`.',
  ],
  ['a wrong e-mail address', 'customers', { name: 'x', email: 'ada' }, '`email` must be an e-mail address.'],
  [
    'a wrong time zone',
    'customers',
    { name: 'x', timeZone: 'CEST+2' },
    '`timeZone` must be an IANA time zone such as "Europe/Berlin".',
  ],
  [
    'an unknown command',
    'subscriptions/sub_1/preview',
    { command: { type: 'upgrade' } },
    '`/command/type` must be one of "attachAddOn", "changeAddOnQuantity", "removeAddOn", "cancelPendingChange", "cancel", "advanceClock".',
  ],
  [
    'a command without a type',
    'subscriptions/sub_1/preview',
    { command: {} },
    '`/command/type` is required: give one of "attachAddOn", "changeAddOnQuantity", "removeAddOn", "cancelPendingChange", "cancel", "advanceClock".',
  ],
];

describe('a typical mistake', () => {
  it.each(mistakes)('%s', async (_what, path, body, sentence) => {
    const reply = await api.call('POST', `/v1/${path}`, { body });
    expect([reply.status, reply.body['code'], reply.body['detail']]).toEqual([400, 'invalid_request', sentence]);
  });

  it.each<[string, string, string]>([
    ['limit=0', '/query/limit', '`limit` must be at least 1.'],
    ['limit=1000', '/query/limit', '`limit` must be at most 100.'],
    ['limit=ten', '/query/limit', '`limit` must be a number.'],
    ['page=2', '/query/page', '`page` is not a field of this call: leave it out.'],
  ])('a query of %s', async (query, pointer, detail) => {
    const reply = await api.call('GET', `/v1/features?${query}`);
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ pointer, detail }]]);
  });

  it('a body that is not JSON', async () => {
    const reply = await api.call('POST', '/v1/products', { text: '{name: "x"}' });
    expect([reply.status, reply.body['code'], reply.body['detail']]).toEqual([
      400,
      'malformed_json',
      'The body is not a JSON object or array: check quotes, commas and brackets.',
    ]);
  });
});
