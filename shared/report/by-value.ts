/** One difference of many algorithms, the other way round: which of them have each value. */
import type { ConfigDifference } from './config-difference.ts';

export interface ValueHolders {
  readonly value: string;
  /** In the order in which the comparison names them. */
  readonly labels: readonly string[];
}

/** As many algorithms as fit as columns beside the keys, on paper too. */
export const mostColumns = 5;

/** What stands for a key that an algorithm does not have. */
export const noValue = '–';

/** Values of an algorithm whose runs differ count as one, joined. The value of most comes last, so that what is special is read first. */
export function byValue({ values }: ConfigDifference, labels: readonly string[]): ValueHolders[] {
  const text = (label: string): string => values.get(label)?.join(' · ') ?? noValue;
  return [...Map.groupBy(labels, text)]
    .map(([value, holders]) => ({ value, labels: holders }))
    .sort((a, b) => a.labels.length - b.labels.length);
}
