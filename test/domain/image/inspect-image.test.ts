import { inspectImage, maxImageBytes } from '../../../src/domain/image/inspect-image.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

// Whole images of one pixel, or image headers, written by the specification of their formats.
const pngSignature = '89504e470d0a1a0a';
const onePixelPng =
  `${pngSignature} 0000000d 49484452 00000001 00000001 08 06 00 00 00 1f15c489` +
  '0000000a 49444154 789c6300010000050001 0d0a2db4 00000000 49454e44 ae426082';
const pngHeader = (size: string, crc: string): string => `${pngSignature} 0000000d 49484452 ${size} 08 06 00 00 00 ${crc}`;
const jfif = `ffe0 0010 ${ascii('JFIF')} 00 0101 00 0001 0001 00 00`;
const jpegFrame = (marker: string, height: string, width: string): string =>
  `${marker} 0011 08 ${height} ${width} 03 012200 021101 031101`;
const riff = (chunks: string): string => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytesOf(chunks).length + 4);
  return `${ascii('RIFF')} ${length.toString('hex')} ${ascii('WEBP')} ${chunks}`;
};
// 320 = 0x140 and 240 = 0xf0 with the two scaling bits set, which are not part of the size.
const lossy = riff(`${ascii('VP8 ')} 0a000000 300100 9d012a 4041 f080`);
// width − 1 = 319 = 0x13f, height − 1 = 239 = 0xef: 0x13f | 0xef << 14 = 0x003bc13f.
const lossless = riff(`${ascii('VP8L')} 05000000 2f 3fc13b00`);
const canvas = riff(`${ascii('VP8X')} 0a000000 10000000 3f0100 ef0000`);

const refusalOf = (bytes: Uint8Array): string => {
  const inspected = inspectImage(bytes);
  return inspected.ok ? 'accepted' : inspected.error.code;
};

describe('inspectImage', () => {
  it.each([
    ['a PNG of one pixel', onePixelPng, { type: 'image/png', width: 1, height: 1 }],
    ['a baseline JPEG', `ffd8 ${jfif} ${jpegFrame('ffc0', '00f0', '0140')}`, { type: 'image/jpeg', width: 320, height: 240 }],
    [
      'a progressive JPEG after fill bytes, tables and a marker without a segment',
      `ffd8 ffff ${jfif} ffc4 0003 00 ff01 ${jpegFrame('ffc2', '0001', '1000')}`,
      { type: 'image/jpeg', width: 4096, height: 1 },
    ],
    ['a lossy WebP', lossy, { type: 'image/webp', width: 320, height: 240 }],
    ['a lossless WebP', lossless, { type: 'image/webp', width: 320, height: 240 }],
    ['an extended WebP by its canvas', canvas, { type: 'image/webp', width: 320, height: 240 }],
  ])('2-4 reads type and size of %s', (_name, hex, facts) => {
    expect(inspectImage(bytesOf(hex))).toEqual({ ok: true, value: facts });
  });

  it('2-4 reads an image that is a part of a larger buffer', () => {
    const padded = bytesOf(`0000 ${onePixelPng}`);
    expect(inspectImage(padded.subarray(2))).toMatchObject({ ok: true, value: { type: 'image/png', width: 1 } });
  });

  it.each([
    ['nothing', ''],
    ['an SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an SVG after an XML declaration', ascii('<?xml version="1.0"?><svg/>')],
    ['a GIF', ascii('GIF89a')],
    ['a RIFF file with sound', `${ascii('RIFF')} 04000000 ${ascii('WAVE')}`],
    ['half a PNG signature', '89504e47'],
    ['the text image/png', ascii('image/png')],
  ])('2-4 refuses %s by its bytes', (_name, hex) => {
    expect(refusalOf(bytesOf(hex))).toBe('image_type_unsupported');
  });

  it.each([
    ['a PNG that is only its signature', pngSignature],
    ['a PNG truncated in its header', onePixelPng.slice(0, 60)],
    ['a PNG with a wrong header checksum', pngHeader('00000002 00000001', '1f15c489')],
    ['a PNG that begins with another chunk', `${pngSignature} 0000000d 49444154 00000001 00000001 08 06 00 00 00 1f15c489`],
    ['a JPEG that ends before its frame', `ffd8 ${jfif}`],
    ['a JPEG truncated in its frame header', `ffd8 ffc0 0011 08 00f0 0140`],
    ['a JPEG whose frame header length does not match its components', 'ffd8 ffc0 0011 08 00f0 0140 01 012200 021101 031101'],
    ['a JPEG with a scan before the frame', `ffd8 ffda 0008 01 0100 003f00 ${jpegFrame('ffc0', '00f0', '0140')}`],
    ['a JPEG without a height', `ffd8 ${jpegFrame('ffc0', '0000', '0140')}`],
    ['a JPEG with bytes between its segments', `ffd8 ffe0 0002 0000 ${jpegFrame('ffc0', '00f0', '0140')}`],
    ['a WebP shorter than its stated size', lossy.slice(0, -2)],
    ['a WebP with an unknown chunk', riff(`${ascii('ICCP')} 0a000000 10000000 3f0100 ef0000`)],
    ['a lossy WebP that is not a key frame', riff(`${ascii('VP8 ')} 0a000000 310100 9d012a 4041 f080`)],
    ['a lossy WebP without its start code', riff(`${ascii('VP8 ')} 0a000000 300100 9d012b 4041 f080`)],
    ['a lossless WebP without its signature', riff(`${ascii('VP8L')} 05000000 2e 3fc13b00`)],
  ])('2-4 refuses %s as unreadable', (_name, hex) => {
    expect(refusalOf(bytesOf(hex))).toBe('image_unreadable');
  });

  it('2-4 refuses every truncated header without throwing', () => {
    for (const [hex, headerBytes] of [
      [onePixelPng, 33],
      [lossy, 30],
      [canvas, 30],
      [lossless, 25],
    ] as const) {
      const whole = bytesOf(hex);
      for (let length = 0; length < headerBytes; length += 1)
        expect(refusalOf(whole.subarray(0, length))).toMatch(/^image_(type_unsupported|unreadable)$/);
    }
  });

  it('2-4 accepts a side of 4096 pixels and refuses 4097', () => {
    expect(refusalOf(bytesOf(`ffd8 ${jpegFrame('ffc0', '1000', '1000')}`))).toBe('accepted');
    expect(refusalOf(bytesOf(`ffd8 ${jpegFrame('ffc0', '1001', '0001')}`))).toBe('image_too_large');
    expect(refusalOf(bytesOf(riff(`${ascii('VP8X')} 0a000000 10000000 001000 000000`)))).toBe('image_too_large');
  });

  it('2-4 accepts 1 MiB and refuses a byte more', () => {
    const image = new Uint8Array(maxImageBytes + 1);
    image.set(bytesOf(onePixelPng));
    expect(refusalOf(image.subarray(0, maxImageBytes))).toBe('accepted');
    expect(refusalOf(image)).toBe('image_too_large');
  });
});
