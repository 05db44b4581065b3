import type { Refused } from '../refusal.ts';
import { refused } from './refused.ts';

/** More bytes than `most`, or a side of more pixels than `maxSide`. */
export const imageTooLarge = (
  image:
    | { readonly bytes: number; readonly most: number }
    | { readonly width: number; readonly height: number; readonly maxSide: number },
): Refused =>
  refused(
    'image_too_large',
    'bytes' in image
      ? `The image has ${image.bytes} bytes: send one of at most ${image.most} bytes.`
      : `The image has ${image.width} × ${image.height} pixels: send one of at most ${image.maxSide} × ${image.maxSide}.`,
  );

export const imageTypeUnsupported = (): Refused =>
  refused('image_type_unsupported', 'The type of the image is not supported: send a PNG, JPEG or WebP image.');

/** `type` is determined from the first bytes, such as `image/png`. */
export const imageUnreadable = ({ type }: { readonly type: string }): Refused =>
  refused('image_unreadable', `The header of this ${type} is incomplete or damaged: send the whole file.`);
