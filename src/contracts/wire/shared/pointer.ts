/** The JSON pointer (RFC 6901) of a part, below the pointer of its whole; always text that can be stored and shown. */
export const pointerTo = (whole: string, part: PropertyKey): string =>
  `${whole}/${String(part).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
