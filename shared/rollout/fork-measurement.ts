/** Measurements that the agent loop makes while it samples: forks of a rollout, scored before a response is read and
 *  then discarded. */
import type { Retrieval } from '../data/retrieval.ts';
import type { Task } from '../data/task.ts';
import type { ScoreRequest } from '../model/sampler.ts';
import type { GroundTruthFork } from './protocol.ts';

/** A counterfactual continuation of a rollout, and its first token whose log-prob is wanted. */
export type Fork = Omit<ScoreRequest, 'row'>;

/** A search with its passages, before the policy reads the response. */
export interface AnsweredSearch {
  readonly found: Retrieval;
  /** The question's ground truth in its wrapper. */
  readonly groundTruth: GroundTruthFork;
  /** The response with these passages. Throws RangeError where the vocabulary cannot express one. */
  response(passages: Retrieval['passages']): Int32Array;
}

/** A rollout about to begin. */
export interface StartedRollout extends Task {
  readonly group: number;
}

export interface ForkMeasurement {
  /** Key in the rollout's `measured`: for each response, the mean log-prob of every fork, nats. */
  readonly name: string;
  /** Most tokens of a fork besides the ground truth. */
  readonly room: number;
  /** The forks of one rollout, asked for search by search. */
  forksOf(rollout: StartedRollout): (search: AnsweredSearch) => readonly Fork[];
}
