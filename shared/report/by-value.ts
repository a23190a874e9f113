/** A config difference between many algorithms, by value: which algorithms have it. */
import type { ConfigDifference } from './config-difference.ts';

export interface ValueHolders {
  readonly value: string;
  /** In the order in which the comparison names them. */
  readonly labels: readonly string[];
}

/** As many algorithms as a table has room for as columns, on paper too. */
export const mostColumns = 5;

/** What stands for a key that an algorithm does not have. */
export const noValue = '–';

/** The values of an algorithm whose runs differ are joined into one. The commonest value comes last, so that exceptions
 *  are read first. */
export function byValue({ values }: ConfigDifference, labels: readonly string[]): ValueHolders[] {
  const text = (label: string): string => values.get(label)?.join(' · ') ?? noValue;
  return [...Map.groupBy(labels, text)]
    .map(([value, holders]) => ({ value, labels: holders }))
    .sort((a, b) => a.labels.length - b.labels.length);
}
