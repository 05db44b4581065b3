import type { ImageStore } from '../../application/ports/images.ts';
import type { TenantId } from '../../domain/ids.ts';
import { createHash } from 'node:crypto';
import type { ImageType } from '../../domain/image/inspect-image.ts';
import type { Database } from '../database/database.ts';

interface ImageRow {
  readonly type: ImageType;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
}

/** Stores uploaded images, each once per tenant. */
export const imageStore = (database: Database): ImageStore => ({
  save: (tenantId, image) =>
    database.inTenant(tenantId, async (em) => {
      const sha256 = createHash('sha256').update(image.bytes).digest('hex');
      const id = imageIdOf(tenantId, sha256);
      await em.execute(
        `insert into image (tenant_id, id, content_type, bytes, width, height, sha256) values (?, ?, ?, ?, ?, ?, ?)
         on conflict do nothing`,
        [tenantId, id, image.type, asBuffer(image.bytes), image.width, image.height, sha256],
      );
      return id;
    }),

  find: (tenantId, id) =>
    database.inTenant(tenantId, async (em) => {
      const [row] = await em.execute<ImageRow[]>(
        `select content_type as type, bytes, width, height, sha256 from image where tenant_id = ? and id = ?`,
        [tenantId, id],
      );
      return row ?? null;
    }),
});

/** Converts the bytes to the class that the driver writes as bytea. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** 160 bits of a hash: whoever knows the id may see the image, so it must not be guessable. */
const imageIdOf = (tenantId: TenantId, sha256: string): string =>
  `img_${createHash('sha256').update(`${tenantId}:${sha256}`).digest('hex').slice(0, 40)}`;
