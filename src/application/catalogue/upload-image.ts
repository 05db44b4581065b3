import { type ImageFacts, inspectImage } from '../../domain/image/inspect-image.ts';
import type { TenantId } from '../../domain/ids.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import type { ImageStore } from '../ports/images.ts';

/** Stores an image. Returns its id, type and size. Refuses as `inspectImage` does. */
export async function uploadImage(
  images: ImageStore,
  tenantId: TenantId,
  bytes: Uint8Array,
): Promise<Result<ImageFacts & { readonly id: string }>> {
  const facts = inspectImage(bytes);
  return facts.ok ? accepted({ ...facts.value, id: await images.save(tenantId, { ...facts.value, bytes }) }) : facts;
}
