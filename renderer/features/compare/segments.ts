/** Splits a sentence at the names of algorithms, so that each can have its colour. */
export interface Segment {
  readonly text: string;
  /** The algorithm that the text names; null for the text between names. */
  readonly label: string | null;
}

/** A label wins over shorter ones that it contains. */
export function segments(text: string, labels: readonly string[]): Segment[] {
  const sorted = labels.filter((label) => label !== '').toSorted((a, b) => b.length - a.length);
  if (sorted.length === 0) return [{ text, label: null }];
  const names = sorted.map((label) => label.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${names})(?![\\p{L}\\p{N}])`, 'u');
  return text
    .split(pattern)
    .map((part, i) => ({ text: part, label: i % 2 === 1 ? part : null }))
    .filter((segment) => segment.text !== '');
}
