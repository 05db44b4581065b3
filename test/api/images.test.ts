import { createHash, randomUUID } from 'node:crypto';
import { imageView } from '../../src/contracts/wire/catalogue/image.ts';
import { problem } from '../../src/contracts/wire/shared/problem.ts';
import { type ApiUnderTest, startApi } from './start-api.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Bytes = Buffer<ArrayBuffer>;
const png = Buffer.from(
  '89504e470d0a1a0a0000000d4948445200000001000000010806000000' +
    '1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082',
  'hex',
);
/** A JPEG header with height and width in four hex digits each, without image data. */
const jpeg = (height: string, width: string): Bytes =>
  Buffer.from(`ffd8ffc0001108${height}${width}03012200021101031101`, 'hex');

const upload = (bytes: Bytes | string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${api.url}/v1/images`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${api.key}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/octet-stream',
      ...headers,
    },
    body: bytes,
  });
const uploaded = async (bytes: Bytes) => imageView.parse(await (await upload(bytes)).json());
const refusalOf = async (response: Response): Promise<string> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return `${response.status} ${problem.parse(await response.json()).code}`;
};

describe('POST /v1/images', () => {
  it('2-4 stores an image and returns its URL', async () => {
    const response = await upload(png);
    const body = imageView.parse(await response.json());
    expect([response.status, body.contentType, body.width, body.height]).toEqual([201, 'image/png', 1, 1]);
    expect(body.url).toMatch(new RegExp(`^/v1/images/ten_[0-9a-f]{20}/${body.id}$`));
    expect(body.id).toMatch(/^img_[0-9a-f]{40}$/);
  });

  it('2-4 takes the type from the bytes, not from the header', async () => {
    const body = imageView.parse(await (await upload(jpeg('00f0', '0140'), { 'content-type': 'image/png' })).json());
    expect([body.contentType, body.width, body.height]).toEqual(['image/jpeg', 320, 240]);
  });

  it('2-4 derives the id from the bytes', async () => {
    const [first, again, other] = await Promise.all([uploaded(png), uploaded(png), uploaded(jpeg('0001', '0001'))]);
    expect(again).toEqual(first);
    expect(other.id).not.toBe(first.id);
  });

  it('2-4 repeats the answer for the same key and bytes, and refuses other bytes with that key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await (await upload(png, key)).json();
    expect(await (await upload(png, key)).json()).toEqual(first);
    expect(await refusalOf(await upload(jpeg('0001', '0001'), key))).toBe('409 idempotency_key_reused');
  });

  it.each<[string, Bytes | string, Record<string, string>, string]>([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', { 'content-type': 'image/svg+xml' }, '422 image_type_unsupported'],
    ['an SVG declared as PNG', '<svg/>', { 'content-type': 'image/png' }, '422 image_type_unsupported'],
    ['a truncated image', png.subarray(0, 20), {}, '422 image_unreadable'],
    ['a side of 4097 pixels', jpeg('1001', '0001'), {}, '422 image_too_large'],
    ['more than 1 MiB', Buffer.alloc(1_048_577), {}, '413 body_too_large'],
    ['a body of JSON', '{}', { 'content-type': 'application/json' }, '415 unsupported_media_type'],
    ['a form', 'a=b', { 'content-type': 'multipart/form-data; boundary=x' }, '415 unsupported_media_type'],
    ['no bytes', '', { 'content-type': 'image/png' }, '422 image_type_unsupported'],
    ['a caller without a key', png, { authorization: 'Bearer nobody' }, '401 unauthenticated'],
    ['a write without an Idempotency-Key', png, { 'idempotency-key': '' }, '400 idempotency_key_required'],
  ])('2-4 refuses %s', async (_name, bytes, headers, refusal) => {
    expect(await refusalOf(await upload(bytes, headers))).toBe(refusal);
  });

  it('2-4 names the limit if a body is too large', async () => {
    const body = problem.parse(await (await upload(Buffer.alloc(1_048_577))).json());
    expect(body.detail).toBe('The body of this call must have at most 1024 KiB.');
  });

  it('2-4 accepts exactly 1 MiB', async () => {
    const image = Buffer.alloc(1_048_576);
    png.copy(image);
    const { url } = await uploaded(image);
    const served = Buffer.from(await (await fetch(`${api.url}${url}`)).arrayBuffer());
    expect(served.equals(image)).toBe(true);
  });
});

describe('GET /v1/images/{tenantId}/{imageId}', () => {
  it('2-4 serves the bytes without authentication, with their type, cacheable for ever and embeddable anywhere', async () => {
    const { url } = await uploaded(png);
    const response = await fetch(`${api.url}${url}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(png)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag: `"${createHash('sha256').update(png).digest('hex')}"`,
    });
  });

  it('2-4 answers 304 without a body if the ETag matches', async () => {
    const { url } = await uploaded(png);
    const etag = (await fetch(`${api.url}${url}`)).headers.get('etag') ?? '';
    const again = await fetch(`${api.url}${url}`, {
      headers: { 'if-none-match': `"another", W/${etag}`, 'cache-control': '' },
    });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    expect(again.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('2-4 answers 404 for an unknown id or another tenant', async () => {
    const { url, id } = await uploaded(png);
    const unknown = await fetch(`${api.url}${url.replace(id, `img_${'0'.repeat(40)}`)}`);
    expect(await refusalOf(unknown)).toBe('404 not_found');
    expect(await refusalOf(await fetch(`${api.url}/v1/images/ten_00000000000000000000/${id}`))).toBe('404 not_found');
    expect(await refusalOf(await fetch(`${api.url}/v1/images/a%00b/${id}`))).toBe('404 not_found');
  });
});
