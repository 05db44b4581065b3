import type { ImageFacts } from '../../domain/image/inspect-image.ts';
import type { TenantId } from '../../domain/ids.ts';

/** An image as it was uploaded, with what its bytes say about it. */
export interface NewImage extends ImageFacts {
  readonly bytes: Uint8Array;
}

export interface StoredImage extends NewImage {
  /** Of the bytes, in hex. */
  readonly sha256: string;
}

/** Where uploaded images are kept: PostgreSQL today. An image never changes, so what its URL gives may be cached for ever. */
export interface ImageStore {
  /** Keeps an image and answers its id, which nobody can guess. The same bytes have the same id, so saving twice is saving once. */
  save(tenantId: TenantId, image: NewImage): Promise<string>;
  find(tenantId: TenantId, id: string): Promise<StoredImage | null>;
}
