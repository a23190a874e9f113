/** What a run works with. The host opens the model, the questions and the retriever, and passes them in. */
import type { Algorithm } from '../algorithms/algorithm.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { Split } from '../data/question.ts';
import type { Learner } from '../model/learner.ts';
import type { Sampler } from '../model/sampler.ts';
import type { Retriever } from '../retrievers/retriever.ts';
import type { Protocol } from '../rollout/protocol.ts';
import type { Task } from '../data/task.ts';

export interface Trainer {
  readonly config: RunConfig;
  readonly algorithm: Algorithm;
  /** The question at `index` of a split, always the same one. */
  task(split: Split, index: number): Task;
  /** Evaluated in this order; the first one decides about stopping early. */
  readonly evaluationSplits: readonly [Split, ...Split[]];
  /** Evaluated once more, when the run has ended by itself. */
  readonly finalSplits?: readonly Split[];
  readonly sampler: Sampler;
  readonly learner: Learner;
  /** Reads as the teacher does. Present where a measurement is of the teacher. */
  readonly teacher?: Sampler;
  readonly retriever: Retriever;
  readonly protocol: Protocol;
  /** Milliseconds from any origin; without it nothing is timed. */
  readonly clock?: () => number;
}
