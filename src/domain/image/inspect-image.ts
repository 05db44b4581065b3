import { accepted, type Result } from '../refusal.ts';
import { imageTooLarge, imageTypeUnsupported, imageUnreadable } from '../refusals/images.ts';
import { readJpegSize } from './jpeg-size.ts';
import type { PixelSize } from './pixel-size.ts';
import { readPngSize } from './png-size.ts';
import { readWebpSize } from './webp-size.ts';

/** The supported media types. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp';

/** The type and the size of an image. */
export interface ImageFacts extends PixelSize {
  readonly type: ImageType;
}

/** The largest image: 1 MiB. */
export const maxImageBytes = 1_048_576;
/** The longest side of an image, in pixels. */
const maxImageSide = 4_096;

/** An image format: its first bytes, and the reader of its size, which returns null for an invalid header. */
interface ImageFormat {
  readonly type: ImageType;
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly readSize: (bytes: Uint8Array) => PixelSize | null;
}

const formats: readonly ImageFormat[] = [
  { type: 'image/png', matches: (bytes) => beginsWith(bytes, pngSignature), readSize: readPngSize },
  { type: 'image/jpeg', matches: (bytes) => beginsWith(bytes, [0xff, 0xd8, 0xff]), readSize: readJpegSize },
  {
    type: 'image/webp',
    matches: (bytes) => beginsWith(bytes, asciiOf('RIFF')) && beginsWith(bytes.subarray(8), asciiOf('WEBP')),
    readSize: readWebpSize,
  },
];

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Determines type and size of an uploaded image from its bytes, never from the type that its sender states (rule 2-4). Refuses
 * `image_type_unsupported` for anything but PNG, JPEG and WebP (SVG may contain scripts), `image_unreadable` for a truncated or
 * invalid header, and `image_too_large` for more than 1 MiB or a side of more than 4096 pixels.
 * @rule 2-4
 */
export function inspectImage(bytes: Uint8Array): Result<ImageFacts> {
  if (bytes.length > maxImageBytes) return imageTooLarge({ bytes: bytes.length, most: maxImageBytes });
  const format = formats.find(({ matches }) => matches(bytes));
  if (format === undefined) return imageTypeUnsupported();
  const size = format.readSize(bytes);
  if (size === null || size.width === 0 || size.height === 0) return imageUnreadable(format);
  if (Math.max(size.width, size.height) > maxImageSide) return imageTooLarge({ ...size, maxSide: maxImageSide });
  return accepted({ type: format.type, ...size });
}

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const asciiOf = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));
