import { z } from 'zod';

/** The media types under which image bytes may be sent. The type of the image is read from the bytes. */
export const imageUploadTypes = ['image/*', 'application/octet-stream'] as const;

/** The media types in which images are served. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** The bytes of an image as a body or an answer. */
export const bytes = z
  .instanceof(Uint8Array, { error: 'must be the bytes of an image' })
  .meta({ description: 'The bytes of the image.' });

/** An answer without a body. */
export const notModified = z.undefined().meta({ description: 'Not modified.' });

export const imageView = z
  .object({
    id: z.string(),
    url: z.string().describe('The path on this host that serves it, without a key.'),
    contentType: z.enum(imageTypes),
    width: z.int().describe('In pixels.'),
    height: z.int().describe('In pixels.'),
  })
  .meta({ id: 'Image', description: 'An uploaded image. It is immutable: other bytes are another image.' });
export type ImageView = z.output<typeof imageView>;
