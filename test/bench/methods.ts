/** Cost of a whole training step of each method, relative to GRPO's on the same rollouts. */
import { openTrainer } from '../../main/trainer/open-trainer.ts';
import { hasCritic } from '../../shared/algorithms/algorithm.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import { scorersRead } from '../../shared/train/reads.ts';
import { median, medianRatio, type Bench, type BenchOptions } from './bench.ts';
import { sameRollouts, stepTimes } from './pair.ts';
import { readBesides } from './read-besides.ts';
import { quickstartConfig } from './quickstart.ts';
import type { Row } from './row.ts';

export const methods: Bench = {
  name: 'methods',
  title: 'Step time over GRPO’s',
  cases: Object.fromEntries(
    algorithms
      .filter(({ name }) => name !== 'grpo')
      .map(({ name }) => [name, async (options) => [await overGrpo(name, options)]]),
  ),
};

/** Each has its own model with the same params, so that neither evicts the other's graphs from the cache. */
async function overGrpo(name: string, options: BenchOptions): Promise<Row> {
  const [grpo, method] = [await openMethod('grpo', options), await openMethod(name, options)];
  const { trainer } = method;
  const [ofGrpo, ofMethod] = await stepTimes([grpo.trainer, trainer], options.quick ? 1 : 9);
  const besides = await readBesides(trainer);
  await grpo.close();
  await method.close();
  const same = sameRollouts(ofGrpo!.last, ofMethod!.last);
  const facts = [
    `${median(ofMethod!.ms).toFixed(0)} ms`,
    `${medianRatio(ofMethod!.cpuMs, ofGrpo!.cpuMs).toFixed(2)}× by CPU time`,
    ...(hasCritic(trainer.algorithm, trainer.config.algorithm) ? ['learns a critic'] : []),
    ...(besides.tokens > 0
      ? [
          `reads ${besides.tokens} tokens besides its rollouts, in a pass ${(besides.ms / median(ofGrpo!.ms)).toFixed(2)}× of GRPO’s step`,
        ]
      : []),
    ...(same < 1 ? [`${(100 * same).toFixed(0)} % of the rollouts the same`] : []),
  ];
  return {
    name: `${trainer.algorithm.title} over GRPO`,
    value: medianRatio(ofMethod!.ms, ofGrpo!.ms),
    unit: '×',
    ...(scorersRead(trainer).some(scoresAnswers) && { reach: { atMost: 1.05 } }),
    note: facts.join(', '),
  };
}

const openMethod = (name: string, options: BenchOptions) => openTrainer(quickstartConfig(name, options));

/** Whether it asks a model how likely an accepted answer is. */
const scoresAnswers = ({ reads = [] }: ReturnType<typeof scorersRead>[number]): boolean =>
  ['belief', 'referenceAnswers', 'randomEvidence'].some((name) => reads.includes(name));
