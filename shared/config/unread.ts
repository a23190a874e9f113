/** Parameters that nothing reads, given the other values. */
import type { Parameters, Values } from './parameter.ts';

/** A sentence for each of `keys` that differs from its default although nothing reads it. because: why nothing does.
 *  A weight of 0 is no reason: to switch off a part of a method is an experiment. */
export const unreadProblems = <P extends Parameters>(
  parameters: P,
  values: Values<P>,
  keys: readonly (keyof P & string)[],
  because: string,
  advice = 'leave it out',
): string[] =>
  keys
    .filter((key) => values[key] !== parameters[key].default)
    .map(
      (key) =>
        `algorithm.${key}: expected ${parameters[key].default} ${because}, where nothing reads it, got ${String(values[key])} — ${advice}`,
    );
