import type { ImageFacts } from '../../domain/image/inspect-image.ts';
import type { TenantId } from '../../domain/ids.ts';

/** An uploaded image with its type and size. */
export interface NewImage extends ImageFacts {
  readonly bytes: Uint8Array;
}

export interface StoredImage extends NewImage {
  /** The hash of the bytes, in hex. */
  readonly sha256: string;
}

/** Stores uploaded images. An image never changes, so it may be cached for ever. */
export interface ImageStore {
  /** Stores an image and returns its id, which cannot be guessed. The same bytes have the same id. */
  save(tenantId: TenantId, image: NewImage): Promise<string>;
  find(tenantId: TenantId, id: string): Promise<StoredImage | null>;
}
