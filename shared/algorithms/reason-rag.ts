/** ReasonRAG: the rollouts of a question grow as one tree, guided by UCT. The value of a state is the mean over its
 *  branches, and shorter ones are worth more. Sibling actions of different value are compared in pairs (DPO). Source:
 *  arXiv:2505.14069; code wlzhang2020/ReasonRAG; DPO arXiv:2305.18290v3 Eq. 7.
 *  Departures: (1) the policy grows trees and learns from them at every step, where the paper learns once from trees
 *  that GPT-4o grew; (2) the value of an unfinished branch is how the policy finishes it, without a judge, and what it
 *  wrote stays in the tree; (3) the thought after a response is the evidence, an action of its own; a first thought
 *  belongs to its query, as it has no response to read; (4) an end is not visited again, so a node's visits are the
 *  rollouts through it; (5) a tree ends at groupSize rollouts; (6) the F1 has no guard for yes and no, and leaves
 *  articles out; (7) actions differ where their tokens differ. */
import { integer, number, withDefaults, type Values } from '../config/parameter.ts';
import { onLastTurn, outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { preferencePairs, turnAdvantages } from '../credit/preference.ts';
import { pathOf } from '../credit/search-tree.ts';
import { preferenceWeight } from '../loss/preference-loss.ts';
import type { ScoredRollout } from '../data/scores.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2505.14069; wlzhang2020/ReasonRAG';
const { outcome: answerScore } = withDefaults(outcomeParameters, { outcome: 'f1Multiset' }, source);

const parameters = {
  iterations: integer({
    default: 7,
    min: 1,
    max: 1000,
    unit: 'expansions',
    help: 'Most expansions of a tree. The first draws actions at the question, each further one at a state that a branch passed through.',
    source,
  }),
  children: integer({
    default: 2,
    min: 2,
    max: 64,
    unit: 'actions',
    help: 'Actions drawn at a state when it is expanded; the one that the first branch took counts.',
    source,
  }),
  exploration: number({
    default: 1.414,
    min: 0,
    max: 100,
    help: 'c of UCT, value + c · √(ln of the parent’s visits / visits): 0 always expands below the most valuable child.',
    source,
  }),
  alpha: number({
    default: 0.9,
    min: 0.01,
    max: 1,
    help: 'The value of a right answer falls by this factor with every turn, so that shorter rollouts win; 1 ignores turns.',
    source,
  }),
  margin: number({
    default: 0.01,
    min: 1e-6,
    max: 1,
    help: 'Least difference between the values of two sibling actions that makes them a pair.',
    source,
  }),
  beta: number({
    default: 0.3,
    min: 1e-6,
    max: 100,
    help: 'β of DPO: how quickly a pair loses weight in the gradient as the policy moves away from the reference policy.',
    source,
  }),
  outcome: answerScore,
};
type ReasonRagValues = Values<typeof parameters>;

/** o · α^K; 0 without a well-formed answer. */
const value = (rollout: ScoredRollout, values: ReasonRagValues): number =>
  outcome(rollout, { ...values, formatPenalty: 0 }) * values.alpha ** rollout.turns;

/** Pairs of evidence, and of queries or answers of turns that follow the protocol. */
const pairs = (group: readonly ScoredRollout[], values: ReasonRagValues) =>
  preferencePairs(
    group.map((rollout) => pathOf(rollout, value(rollout, values))),
    values.margin,
    (i, t) => turnScores(group[i], 'turnFormat')[t] === 1,
  );

export const reasonRag: Algorithm<typeof parameters> = {
  name: 'reasonRag',
  title: 'ReasonRAG',
  help: 'Rollouts of a question branch off from each other as a search tree; of two actions in the same context the one with the higher value is preferred.',
  source: 'arXiv:2505.14069; arXiv:2305.18290v3 Eq. 7',
  parameters,
  presets: { paper: {}, codeClass: { iterations: 8, children: 3, alpha: 0.95 } },
  search: (values) => ({ ...values, value: (rollout) => value(rollout, values) }),
  scorers: (values) => ['context', 'evidence', 'action', 'turnFormat', outcomeScorer({ ...values, formatPenalty: 0 })],
  problems: (values, { groupSize }) => {
    const { iterations, children } = values;
    const most = 1 + iterations * (children - 1);
    return [
      ...groupProblems('reasonRag', groupSize),
      ...(groupSize > most
        ? [
            `rollout.groupSize: expected at most ${most}, which is what ${iterations} iterations of ${children} children can draw, got ${groupSize} — raise algorithm.iterations or algorithm.children`,
          ]
        : []),
    ];
  },
  credit: (group, values) => {
    const compared = pairs(group, values);
    const weights = compared.map(() => preferenceWeight(0, values.beta));
    const turns = group.map((rollout) => rollout.turns);
    return turnAdvantages(turns, compared, weights).map((advantage, i) => ({
      reward: Float64Array.from(onLastTurn(turns[i], value(group[i], values)), (reward) => reward ?? 0),
      advantage,
    }));
  },
  pairs,
  objective: ({ beta }) => ({
    ...{ clipLow: 1, clipHigh: 10, dualClip: null, aggregation: 'sequenceMeanTokenSum' },
    ...{ klCoefficient: 0, klEstimator: 'k3', entropyCoefficient: 0, preference: { beta } },
  }),
};
