/** An algorithm's values in a test: its defaults, a preset over them, then what the test changes. */
import type { Algorithm } from '../../../shared/algorithms/algorithm.ts';
import type { Parameters, Values } from '../../../shared/config/parameter.ts';
import { parseParameters } from '../../../shared/config/parse.ts';

export const valuesOf = <P extends Parameters>(
  algorithm: Algorithm<P>,
  changes: Partial<Values<P>> = {},
  preset?: string,
): Values<P> =>
  parseParameters(
    algorithm.parameters,
    { ...(preset === undefined ? {} : algorithm.presets[preset]), ...changes },
    `config.algorithm`,
  );

/** Values of a preset for rollouts of tens of thousands of tokens, brought down to those of the toy trainer. */
export const shorter: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'dapo/paper': { overlongLimit: 30, overlongMargin: 10 },
};
