/** The JSON pointer (RFC 6901) of a part below the pointer of its parent. Unpaired surrogates are replaced, so it can be stored. */
export const pointerTo = (whole: string, part: PropertyKey): string =>
  `${whole}/${String(part).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
