import { viewOf } from './header-view.ts';
import type { PixelSize } from './pixel-size.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** SOF0 to SOF15 begin a frame, except three markers in that range (ITU-T T.81 table B.1). */
const isStartOfFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Markers without a segment: TEM and the restarts. */
const hasNoSegment = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/**
 * The size in the frame header of a JPEG (ITU-T T.81 §B.2.2); skips the segments before it by their lengths. Null
 * if the file ends or the scan begins before a frame header.
 */
export function readJpegSize(bytes: Uint8Array): PixelSize | null {
  const view = viewOf(bytes);
  let offset = 2;
  while (offset + 4 <= bytes.length && bytes[offset] === 0xff) {
    const marker = view.getUint8(offset + 1);
    if (marker === startOfScan || marker === endOfImage) return null;
    if (isStartOfFrame(marker)) return frameSize(view, offset);
    // Any number of FF bytes may precede a marker.
    if (marker === 0xff) offset += 1;
    else offset += hasNoSegment(marker) ? 2 : 2 + view.getUint16(offset + 2);
  }
  return null;
}

/** Marker (2), length (2), precision (1), height (2), width (2), number of components (1) and three bytes for each of them. */
function frameSize(view: DataView, offset: number): PixelSize | null {
  const length = view.getUint16(offset + 2);
  if (offset + 2 + length > view.byteLength || length < 8) return null;
  if (length !== 8 + 3 * view.getUint8(offset + 9)) return null;
  return { height: view.getUint16(offset + 5), width: view.getUint16(offset + 7) };
}
