import {
  bytes,
  imageTypes,
  imageUploadTypes,
  imageView,
  type ImageView,
  notModified,
} from '../../contracts/wire/catalogue/image.ts';
import { toTenantId } from '../../domain/ids.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { uploadImage } from '../../application/catalogue/upload-image.ts';
import { answerOf, created, notFound, ok } from '../http/answer.ts';
import type { ApiDeps } from '../http/deps.ts';
import { repeatableRoute } from '../http/idempotent-route.ts';
import { openRoute, type Route } from '../http/route.ts';

const tag = 'Images';

/** This call needs no key, so malformed ids are refused without a database query. */
const namePattern = /^[a-z]+_[0-9a-z]{1,60}$/;

/** Overrides helmet, which would keep the tenant's pages from showing the image. */
const servedForEver = {
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': `default-src 'none'`,
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

export const imageRoutes = (deps: ApiDeps): readonly Route[] => [
  repeatableRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/images',
      operationId: 'uploadImage',
      tag,
      summary: 'Upload a PNG, JPEG or WebP image of at most 1 MiB and 4096 × 4096 pixels',
      query: noQuery,
      body: bytes,
      bodyTypes: imageUploadTypes,
      answers: { 201: imageView },
      problems: ['image_too_large', 'image_type_unsupported', 'image_unreadable'],
    },
    async ({ tenant, body, requestId }) => {
      const uploaded = await uploadImage(deps.images, tenant.id, body);
      return answerOf(uploaded, requestId, ({ id, type: contentType, width, height }) =>
        created({ id, url: `/v1/images/${tenant.id}/${id}`, contentType, width, height } satisfies ImageView),
      );
    },
  ),
  openRoute(
    {
      method: 'GET',
      path: '/v1/images/{tenantId}/{imageId}',
      operationId: 'showImage',
      tag,
      summary: 'Read the bytes of an image, for use in pages',
      query: noQuery,
      body: noBody,
      answers: { 200: bytes, 304: notModified },
      answerTypes: imageTypes,
      problems: ['not_found', 'rate_limited', 'database_unavailable'],
    },
    async ({ params, requestId }) => {
      const isName = namePattern.test(params.tenantId) && namePattern.test(params.imageId);
      const image = isName ? await deps.images.find(toTenantId(params.tenantId), params.imageId) : null;
      if (image === null) return notFound('image', params.imageId, requestId);
      return { ...ok(image.bytes), headers: { ...servedForEver, 'Content-Type': image.type, ETag: `"${image.sha256}"` } };
    },
  ),
];
