import { chunkNameAt, viewOf } from './header-view.ts';
import type { PixelSize } from './pixel-size.ts';

/** Signature (8), then length and name (8), content (13) and checksum (4) of the first chunk. */
const headerBytes = 33;

/**
 * The size in the IHDR chunk of a PNG (W3C PNG §11.2.1), or null if the chunk is truncated, is another one, or has a wrong
 * checksum.
 */
export function readPngSize(bytes: Uint8Array): PixelSize | null {
  if (bytes.length < headerBytes) return null;
  const view = viewOf(bytes);
  if (view.getUint32(8) !== 13 || chunkNameAt(bytes, 12) !== 'IHDR') return null;
  if (view.getUint32(29) !== crc32(bytes.subarray(12, 29))) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** The checksum of PNG chunks: CRC-32 with the reversed polynomial EDB88320 (W3C PNG annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
