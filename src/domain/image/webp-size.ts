import { chunkNameAt, viewOf } from './header-view.ts';
import type { PixelSize } from './pixel-size.ts';

/** RIFF header (12), name and length of the first chunk (8), and the ten bytes that contain the size in every kind of chunk. */
const headerBytes = 30;
/** The same for the lossless kind, which needs only five of the ten bytes. */
const losslessHeaderBytes = 25;

/**
 * The size in the first chunk of a WebP (RFC 9649 §2): lossy `VP8 `, lossless `VP8L`, or the canvas of the extended `VP8X`.
 * Null if the file is shorter than stated or the chunk is none of these.
 */
export function readWebpSize(bytes: Uint8Array): PixelSize | null {
  if (bytes.length < losslessHeaderBytes) return null;
  const view = viewOf(bytes);
  if (view.getUint32(4, true) + 8 > bytes.length) return null;
  const name = chunkNameAt(bytes, 12);
  if (name === 'VP8L') return losslessSize(view);
  if (bytes.length < headerBytes) return null;
  if (name === 'VP8 ') return lossySize(view);
  return name === 'VP8X' ? canvasSize(view) : null;
}

/** A key frame (RFC 6386 §9.1): tag (3), start code 9D 01 2A, then width and height in 14 bits each; two bits scale. */
function lossySize(view: DataView): PixelSize | null {
  const isKeyFrame = (view.getUint8(20) & 1) === 0;
  if (!isKeyFrame || view.getUint16(23) !== 0x9d01 || view.getUint8(25) !== 0x2a) return null;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Signature 2F, then width − 1 and height − 1 in 14 bits each, one bit for alpha and three for the version 0. */
function losslessSize(view: DataView): PixelSize | null {
  const fields = view.getUint32(21, true);
  if (view.getUint8(20) !== 0x2f || fields >>> 29 !== 0) return null;
  return { width: (fields & 0x3fff) + 1, height: ((fields >>> 14) & 0x3fff) + 1 };
}

/** Flags (4), then width − 1 and height − 1 of the canvas in 24 bits each. */
const canvasSize = (view: DataView): PixelSize => ({ width: threeBytes(view, 24) + 1, height: threeBytes(view, 27) + 1 });

const threeBytes = (view: DataView, offset: number): number => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
