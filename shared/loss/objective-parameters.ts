/** The parameters that choose an objective, shared by the algorithms that minimise it. */
import { choice, number, type Values } from '../config/parameter.ts';
import { aggregations, klEstimators, type Objective } from './objective.ts';

export const objectiveParameters = {
  clipLow: number({
    default: 0.2,
    min: 0,
    max: 1,
    help: 'The ratio is held above 1 − this.',
    source: 'GuoqingWang1/IGPO ppo_trainer.yaml at bff163b',
  }),
  clipHigh: number({
    default: 0.2,
    min: 0,
    max: 10,
    help: 'The ratio is held below 1 + this.',
    source: 'GuoqingWang1/IGPO ppo_trainer.yaml at bff163b',
  }),
  dualClip: number({
    default: 3,
    min: 0,
    max: 100,
    help: 'For negative advantages the loss is at most this times the advantage’s size; 0 turns it off, else more than 1.',
    source: 'GuoqingWang1/IGPO ppo_trainer.yaml at bff163b',
  }),
  klCoefficient: number({
    default: 0.001,
    min: 0,
    max: 10,
    help: 'Weight of the KL to the reference policy in the loss; 0 leaves the reference pass out.',
    source: 'arXiv:2510.14967v2 table 4',
  }),
  klEstimator: choice({
    default: 'k3',
    choices: klEstimators,
    help: 'Estimator of that KL: k1 = x, k2 = x²/2, k3 = e^(−x) + x − 1, with x the difference of log-probs.',
    source: 'GuoqingWang1/IGPO ppo_trainer.yaml at bff163b (low_var_kl)',
  }),
  entropyCoefficient: number({
    default: 0.001,
    min: 0,
    max: 10,
    help: 'Weight of the entropy bonus.',
    source: 'GuoqingWang1/IGPO ppo_trainer.yaml at bff163b; whether the published runs used it is not known',
  }),
  aggregation: choice({
    default: 'sequenceMeanTokenMean',
    choices: aggregations,
    help: 'How token losses become one: mean over all tokens, or mean over rollouts of the mean, sum, or sum divided by a constant length.',
    source: 'arXiv:2510.14967v2 Eq. 7',
  }),
};
type ObjectiveValues = Values<typeof objectiveParameters>;

export const objectiveFrom = (values: ObjectiveValues): Objective => ({
  clipLow: values.clipLow,
  clipHigh: values.clipHigh,
  dualClip: values.dualClip === 0 ? null : values.dualClip,
  aggregation: values.aggregation,
  klCoefficient: values.klCoefficient,
  klEstimator: values.klEstimator,
  entropyCoefficient: values.entropyCoefficient,
});

/** Contradictions, each as a sentence that starts with the parameter's path; empty when all is well. klPlace: where the
 *  KL is, for algorithms that can also put it into the reward. */
export function objectiveProblems(values: ObjectiveValues & { readonly klPlace?: string }): string[] {
  const { dualClip, klCoefficient, klEstimator, klPlace = 'loss' } = values;
  const clips = dualClip > 0 && dualClip <= 1;
  const isNoise = klPlace === 'loss' && klEstimator === 'k1' && klCoefficient > 0;
  return [
    ...(clips
      ? [
          `algorithm.dualClip: expected 0 (off) or more than 1, got ${dualClip} — at 1 or less it also clips ratios inside the range`,
        ]
      : []),
    ...(isNoise
      ? [
          'algorithm.klEstimator: expected k2 or k3 for a KL in the loss, got k1 — its gradient there does not depend on the reference policy and is 0 in expectation',
        ]
      : []),
  ];
}
