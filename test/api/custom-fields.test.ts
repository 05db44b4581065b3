import { customFieldList } from '../../src/contracts/wire/catalogue/custom-field.ts';
import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const declare = (body: object): Promise<Reply> => api.call('POST', '/v1/custom-fields', { body });
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;
const keysOf = async (path: string): Promise<readonly string[]> =>
  customFieldList.parse((await api.call('GET', path)).body).data.map(({ entity, key }) => `${entity} ${key}`);

describe('custom fields', () => {
  it('3-11 are declared for a kind of offering, with a key from their name', async () => {
    const made = await declare({ entity: 'addOn', name: 'Cost Centre', type: 'text' });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^fld_/),
      revision: 1,
      entity: 'addOn',
      key: 'cost-centre',
      name: 'Cost Centre',
      type: 'text',
      choices: null,
      required: false,
    });
  });

  it('3-11 keep the order of their choices', async () => {
    const choices = ['gold', 'silver', 'bronze'];
    const made = await declare({ entity: 'plan', key: 'tier', name: 'Tier', type: 'choice', choices, required: true });
    expect(made.body).toMatchObject({ choices, required: true });
  });

  it('3-11 have keys that are unique within a kind of offering', async () => {
    const body = { key: 'owner', name: 'Owner', type: 'text' };
    expect((await declare({ ...body, entity: 'plan' })).status).toBe(201);
    expect((await declare({ ...body, entity: 'addOn' })).status).toBe(201);
    const again = await declare({ ...body, entity: 'plan', type: 'number' });
    expect([refusalOf(again), issuesIn(again)]).toEqual(['409 key_already_used', ['key_already_used /key']]);
  });

  it('3-11 are listed in the order of declaration, all or of one kind', async () => {
    await declare({ entity: 'singlePurchase', key: 'first', name: 'First', type: 'date' });
    await declare({ entity: 'singlePurchase', key: 'second', name: 'Second', type: 'number' });
    const ofKind = ['singlePurchase first', 'singlePurchase second'];
    expect(await keysOf('/v1/custom-fields?entity=singlePurchase')).toEqual(ofKind);
    expect(await keysOf('/v1/custom-fields')).toEqual(expect.arrayContaining([...ofKind, 'addOn owner', 'plan owner']));
  });

  it.each<[string, object, string]>([
    ['a choice without choices', { type: 'choice' }, 'invalid /choices'],
    ['a text with choices', { type: 'text', choices: ['a'] }, 'invalid /choices'],
    ['a repeated choice', { type: 'choice', choices: ['a', 'a'] }, 'invalid /choices'],
    ['no choice at all', { type: 'choice', choices: [] }, 'too_small /choices'],
    ['an unknown type', { type: 'colour' }, 'invalid_value /type'],
    ['an unknown kind of offering', { type: 'text', entity: 'customer' }, 'invalid_value /entity'],
    ['an unknown field', { type: 'text', default: 'x' }, 'unknown_field /default'],
  ])('3-11 refuse %s', async (_name, body, issue) => {
    const reply = await declare({ entity: 'plan', name: 'X', ...body });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['400 invalid_request', [issue]]);
  });

  it('3-11 refuse to list an unknown kind of offering', async () => {
    expect(issuesIn(await api.call('GET', '/v1/custom-fields?entity=customer'))).toEqual(['invalid_value /query/entity']);
  });
});

describe('an edit of custom fields', () => {
  beforeAll(async () => {
    await api.call('POST', '/v1/products', { body: { key: 'club', name: 'Club' } });
    for (const [key, required] of [
      ['color', true],
      ['shelf', false],
    ])
      await declare({ entity: 'addOn', key, name: key, type: 'text', required });
    const body = {
      productKey: 'club',
      key: 'towel',
      name: 'Towel',
      rateCards: [],
      customFields: { color: 'red', shelf: 'A1' },
    };
    await api.call('POST', '/v1/add-ons', { body });
  });

  const edit = (customFields: object, path = '/v1/add-ons/towel'): Promise<Reply> =>
    api.call('PATCH', path, { body: { customFields } });

  it('3-11, 3-36 changes stated fields, keeps others, and clears those that are null, in the draft too', async () => {
    expect((await edit({ color: 'blue' })).body).toMatchObject({ customFields: { color: 'blue', shelf: 'A1' } });
    expect((await edit({})).body).toMatchObject({ customFields: { color: 'blue', shelf: 'A1' } });
    expect((await edit({ shelf: 'B2' }, '/v1/add-ons/towel/draft')).body['customFields']).toEqual({
      color: 'blue',
      shelf: 'B2',
    });
    expect((await edit({ shelf: null })).body['customFields']).toEqual({ color: 'blue' });
  });

  it('3-11 is refused if it clears a required field or names an undeclared one', async () => {
    for (const path of ['/v1/add-ons/towel', '/v1/add-ons/towel/draft']) {
      const reply = await edit({ color: null, size: 'L' }, path);
      expect([refusalOf(reply), issuesIn(reply)]).toEqual([
        '422 invalid_offering',
        ['custom_field_required /customFields/color', 'custom_field_unknown /customFields/size'],
      ]);
    }
  });
});
