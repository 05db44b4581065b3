import { type ApiUnderTest, type Reply, startApi } from './start-api.ts';
import { monthly } from '../support/builders/price-bodies.ts';

/** A flat price of 5.00 a month with this key. */
export const flat = (key: string, currency: string) => ({
  key,
  currency,
  cadence: monthly,
  timing: 'inAdvance',
  model: 'flat',
  amount: '5.00',
});

/** The status and code of a refusal: `409 offering_linked`. */
export const refusalOf = ({ status, body }: Reply): string => `${status} ${String(body['code'])}`;

/** Calls that edit the catalogue of the product `club`. */
export interface CatalogueCaller extends ApiUnderTest {
  readonly post: (path: string, body?: unknown) => Promise<Reply>;
  readonly patch: (path: string, body: unknown) => Promise<Reply>;
  /** Creates an offering and launches it. */
  readonly launched: (path: string, body: { readonly key: string; readonly [field: string]: unknown }) => Promise<void>;
}

/** Starts the API without an engine and creates the product `club`. Call `stop` in afterAll. */
export async function startCatalogue(): Promise<CatalogueCaller> {
  const api = await startApi();
  const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
  await post('/v1/products', { key: 'club', name: 'Club' });
  return {
    ...api,
    post,
    patch: (path, body) => api.call('PATCH', path, { body }),
    launched: async (path, body) => {
      await post(path, { productKey: 'club', name: body.key, ...body });
      expect((await post(`${path}/${body.key}/launch`)).status).toBe(200);
    },
  };
}
