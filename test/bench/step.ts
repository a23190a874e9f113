/** Whole training steps (rollouts, scoring, credit, update) of the quickstart: their speed, and the cost of information
 *  gain. */
import type { Rollout } from '../../shared/record/rollout.ts';
import { prefixPasses } from './prefix-passes.ts';
import { mean } from '../../shared/util/math.ts';
import { median, type Bench } from './bench.ts';
import { overhead, sameRollouts, stepPair, tokensOf } from './pair.ts';
import { quickstartPair } from './quickstart.ts';

export const step: Bench = {
  name: 'step',
  title: 'Training steps',
  cases: {
    quickstart: async (options) => {
      const { pair, description } = await quickstartPair(options);
      const times = await stepPair(pair, options.quick ? 1 : 12);
      await pair.close();
      const { last } = times;
      const ms = median(times.igpo);
      const rollouts = last.igpo.groups.flat();
      const same = sameRollouts(last.grpo, last.igpo);
      const saved = rollouts.map(({ rollout }) => prefixPasses(scoredPrefixes(rollout)));
      const time = (name: string) => last.igpo.metrics[`time/${name}_ms`];
      return [
        {
          name: 'end to end, IGPO',
          value: (1000 * tokensOf(last.igpo)) / ms,
          unit: 'tokens/s',
          note: `${description}; ${rollouts.length} rollouts, ${Math.round(tokensOf(last.igpo) / rollouts.length)} tokens each`,
        },
        {
          name: 'step, IGPO',
          value: ms,
          unit: 'ms',
          note: `rollouts ${time('rollout').toFixed(0)}, update ${time('update').toFixed(0)}`,
        },
        { name: 'step, GRPO', value: median(times.grpo), unit: 'ms' },
        {
          name: 'IGPO over GRPO',
          value: overhead(times),
          unit: '×',
          reach: { atMost: 1.05 },
          note: `median of ${times.igpo.length} pairs on the same rollouts (${(100 * same).toFixed(0)} % token for token)`,
        },
        {
          name: 'a pass for each prefix, over one pass',
          value: mean(saved.map(({ linear }) => linear)),
          unit: '×',
          note: `on paper, what scoring would cost without keeping prefixes; attention alone ${mean(saved.map(({ quadratic }) => quadratic)).toFixed(2)} ×`,
        },
      ];
    },
  },
};

/** Tokens up to the end of the prompt and of each response: where the ground truth is scored. */
const scoredPrefixes = ({ promptLength, turns }: Rollout): number[] => [
  promptLength,
  ...turns.flatMap(({ response }) => (response ? [response.end] : [])),
];
