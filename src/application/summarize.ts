const most = 10;

/** The first ten of many sentences, and how many more there are. */
export function summarize(sentences: readonly string[]): string {
  const more = sentences.length > most ? [`and ${sentences.length - most} more`] : [];
  return [...sentences.slice(0, most), ...more].join('; ');
}
