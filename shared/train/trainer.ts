/** What a run works with: handed in by the host that opened the model, the world and the retriever. */
import type { Algorithm } from '../algorithms/algorithm.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { Split } from '../data/question.ts';
import type { Learner } from '../model/learner.ts';
import type { Sampler } from '../model/sampler.ts';
import type { Retriever } from '../retrievers/retriever.ts';
import type { Protocol } from '../rollout/protocol.ts';
import type { Task } from '../data/task.ts';
import { scorersNamed } from '../scorers/index.ts';
import type { Scorer } from '../scorers/scorer.ts';
import { reported } from './step-metrics.ts';

export interface Trainer {
  readonly config: RunConfig;
  readonly algorithm: Algorithm;
  /** The question at `index` of a split, always the same one. */
  task(split: Split, index: number): Task;
  /** Evaluated in this order; the first one decides about stopping early. */
  readonly evaluationSplits: readonly [Split, ...Split[]];
  /** Evaluated besides, once, when the run has ended by itself. */
  readonly finalSplits?: readonly Split[];
  readonly sampler: Sampler;
  readonly learner: Learner;
  /** Reads as the teacher does; there where scores ask what the teacher makes of the accepted answers. */
  readonly teacher?: Sampler;
  readonly retriever: Retriever;
  readonly protocol: Protocol;
  /** Milliseconds from any origin; without it nothing is timed. */
  readonly clock?: () => number;
}

/** The scorers that the algorithm learns from. */
export const scorersRead = ({ config, algorithm }: Pick<Trainer, 'config' | 'algorithm'>): Scorer[] =>
  scorersNamed(algorithm.scorers(config.algorithm));

/** Whether beliefs are recorded in training: always on wish, else where a scorer that the algorithm reads needs them. */
export const scoresGroundTruth = (trainer: Trainer): boolean =>
  trainer.config.train.scoreGroundTruth === 'always' || scorersRead(trainer).some(({ readsBelief }) => readsBelief);

/** Whether scores need the reference policy, so that its log-probs are worked out before scoring. */
export const scoresReference = (trainer: Pick<Trainer, 'config' | 'algorithm'>): boolean =>
  scorersRead(trainer).some(({ readsReference }) => readsReference);

/** Whether scores need the teacher's log-probs of the accepted answers, worked out before scoring. */
export const scoresReferenceAnswers = (trainer: Pick<Trainer, 'config' | 'algorithm'>): boolean =>
  scorersRead(trainer).some(({ readsReferenceAnswers }) => readsReferenceAnswers);

/** Whether the run needs a reference policy at all: for its scores, or for a KL or pairs in its loss. */
export function needsReference(trainer: Pick<Trainer, 'config' | 'algorithm'>): boolean {
  const { klCoefficient, preference } = trainer.algorithm.objective(trainer.config.algorithm);
  return scoresReference(trainer) || scoresReferenceAnswers(trainer) || klCoefficient > 0 || preference !== undefined;
}

/** Scorers of the training rollouts, each once: the algorithm's, the reported ones, and information gain where beliefs are recorded. */
export function trainingScorers(trainer: Trainer): Scorer[] {
  const gain = scoresGroundTruth(trainer) ? ['informationGain'] : [];
  const read = scorersRead(trainer).map(({ name }) => name);
  return scorersNamed([...new Set([...read, ...gain, ...Object.keys(reported)])]);
}

/** Scorers of an evaluation: the same for every run. */
export const evaluationScorers = (): Scorer[] => scorersNamed(Object.keys(reported));
