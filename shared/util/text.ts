/** Text that people read: numbers with commas, and what a misspelled word may have meant. */

/** Integer with commas and a true minus sign: 1,234,567. */
export const grouped = (value: number): string =>
  value
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',')
    .replace('-', '−');

/** Lower-case letters and digits with hyphens between them, for names of folders and experiments.
 *  '' for a text without any. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Levenshtein distance in characters. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

/** The known word nearest to a misspelled one, or null if none is within a third of its length (at least 2 edits). */
export function closest(word: string, known: readonly string[]): string | null {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** " — did you mean X?" or, with nothing near, " — expected one of A, B, C". */
export function suggestion(word: string, known: readonly string[]): string {
  const near = closest(word, known);
  return near === null ? ` — expected one of ${known.join(', ')}` : ` — did you mean ${near}?`;
}

/** " — did you mean X?", or '' without a near word: for sentences that already list the known words, or cannot. */
export function didYouMean(word: unknown, known: readonly string[]): string {
  const near = typeof word === 'string' ? closest(word, known) : null;
  return near === null ? '' : ` — did you mean ${near}?`;
}
