/** What a run reads of its rollouts: scores, and the measurements behind them. */
import type { Algorithm } from '../algorithms/algorithm.ts';
import { measurementsNamed } from '../measurements/index.ts';
import type { Measurement } from '../measurements/measurement.ts';
import { scorersNamed } from '../scorers/index.ts';
import type { Scorer } from '../scorers/scorer.ts';
import type { Trainer } from './trainer.ts';

type Configured = Pick<Trainer, 'config' | 'algorithm'>;

/** Outcome scorers that people read whatever the algorithm reads, so that runs can be compared, and the metric of
 *  each. */
export const reported = {
  exactMatch: 'exact_match',
  answerF1Set: 'answer_f1',
  chainReached: 'chain_reached',
  format: 'format',
} as const;

/** The scorers that the algorithm learns from. */
export const scorersRead = ({ config, algorithm }: Configured): Scorer[] =>
  scorersNamed(algorithm.scorers(config.algorithm));

const behind = (scorers: readonly Scorer[]): string[] => scorers.flatMap(({ reads = [] }) => reads);

/** The measurements that an algorithm's scorers read under these values. */
export const measurementsRead = (algorithm: Algorithm, values: Trainer['config']['algorithm']): Measurement[] =>
  measurementsNamed(behind(scorersNamed(algorithm.scorers(values))));

/** The measurements of the training rollouts: those that are read, and beliefs where `train.scoreGroundTruth` is
 *  `always`. */
export const trainingMeasurements = ({ config, algorithm }: Configured): Measurement[] =>
  measurementsNamed([
    ...(config.train.scoreGroundTruth === 'always' ? ['belief'] : []),
    ...behind(scorersRead({ config, algorithm })),
  ]);

/** Whether the run needs the policy as it was at the beginning: for a measurement, or for a KL or pairs in its loss. */
export function needsReference({ config, algorithm }: Configured): boolean {
  const { klCoefficient, preference } = algorithm.objective(config.algorithm);
  const frozen = measurementsRead(algorithm, config.algorithm).some(({ policy }) => policy !== 'current');
  return frozen || klCoefficient > 0 || preference !== undefined;
}

/** Scorers of the training rollouts, each once: the algorithm's, information gain where beliefs are measured, and the
 *  reported ones. */
export function trainingScorers(trainer: Configured): Scorer[] {
  const read = scorersRead(trainer).map(({ name }) => name);
  const gain = trainingMeasurements(trainer).some(({ name }) => name === 'belief') ? ['informationGain'] : [];
  return scorersNamed([...new Set([...read, ...gain, ...Object.keys(reported)])]);
}

/** Scorers of an evaluation: the same for every run. */
export const evaluationScorers = (): Scorer[] => scorersNamed(Object.keys(reported));
