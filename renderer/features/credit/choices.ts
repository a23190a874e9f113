/** The algorithms that credit is shown under, as the address says. */
import { algorithms } from '../../../shared/algorithms/index.ts';
import { choiceText, parseChoice } from '../../../shared/xray/rescore.ts';
import type { AlgorithmChoice } from '../../../shared/xray/rescore.ts';

/** Every algorithm, and each of its presets, as an address names them. */
export const everyChoice: readonly string[] = algorithms.flatMap(({ name, presets }) => [
  name,
  ...Object.keys(presets).map((preset) => choiceText({ name, preset })),
]);

/** Reads `igpo,grpo:trl`; unknown names are ignored. */
export const choicesOf = (text: string | null): readonly AlgorithmChoice[] =>
  (text ?? '')
    .split(',')
    .filter((one) => everyChoice.includes(one))
    .map(parseChoice);
