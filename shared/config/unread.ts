/** Parameters that mean nothing under the others. */
import type { Parameters, Values } from './parameter.ts';

/** A sentence for each of `keys` that is set to something else than its default, although nothing reads it. because: what makes it so.
 *  Weights of 0 are no such reason: leaving a part out of a method is an experiment. */
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
