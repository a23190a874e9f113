/** MT-GRPO: the result of the search is credited to the turns up to it, the outcome to all. Source: arXiv:2505.11821;
 *  code SiliangZeng/Multi-Turn-RL-Agent verifiers/trainers/mt_grpo_env_trainer.py at 7860de6.
 *  Departures: (1) exact match is SQuAD's; (2) the format is one score, and its size is ours; (3) retrieved text is
 *  attended to when log-probs are computed again, where the code masks it; (4) a pool of equal values gives exactly
 *  0. */
import { choice, number, type Values } from '../config/parameter.ts';
import { stdConventions, zScore } from '../credit/normalise.ts';
import { outcomeScore, turnScores } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import type { ScoredRollout } from '../data/scores.ts';
import { mean } from '../util/math.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2505.11821; SiliangZeng/Multi-Turn-RL-Agent';
const size = (standard: number, help: string, from = source) =>
  number({ default: standard, min: 0, max: 10, help, source: from });

const parameters = {
  std: choice({
    default: 'sampleTrl',
    choices: stdConventions,
    help: 'Standard deviation of the z-scores: sampleTrl (MT-GRPO’s code), sample (verl’s GRPO), population (IGPO’s code).',
    source,
  }),
  turnCoefficient: size(1, 'Weight of the turn part in the advantage; 0 leaves the outcome alone.'),
  searchReward: size(0.2, 'Reward of the turn part for the share of searches that returned a passage.'),
  foundReward: size(0.5, 'Reward of the turn part where the first search found an accepted answer.'),
  presentReward: size(0.5, 'Reward of the outcome where the answer contains an accepted answer.'),
  exactReward: size(1, 'Reward of the outcome for an exact match.'),
  formatReward: size(0.2, 'Reward of the outcome for a well-formed transcript.', 'this project'),
  ...objectiveParameters,
};
type MtGrpoValues = Values<typeof parameters>;

/** First turn that got a result; −1 without one. */
const firstResult = (rollout: ScoredRollout): number =>
  turnScores(rollout, 'searchSucceeded').findIndex((score) => score !== null);

function turnReward(rollout: ScoredRollout, values: MtGrpoValues): number {
  const searches = turnScores(rollout, 'searchSucceeded').filter((score) => score !== null);
  if (searches.length === 0) return 0;
  const found = turnScores(rollout, 'answerRetrieved')[firstResult(rollout)] ?? 0;
  return values.searchReward * mean(searches) + values.foundReward * found;
}

const outcomeReward = (rollout: ScoredRollout, values: MtGrpoValues): number =>
  values.presentReward * outcomeScore(rollout, 'answerPresent') +
  values.exactReward * outcomeScore(rollout, 'exactMatch') +
  values.formatReward * outcomeScore(rollout, 'format');

export const mtGrpo: Algorithm<typeof parameters> = {
  name: 'mtGrpo',
  title: 'MT-GRPO',
  help: 'All turns get the outcome’s z-score; the first search also gets the z-score of its result.',
  source: 'arXiv:2505.11821',
  parameters,
  presets: { paper: { dualClip: 0, klCoefficient: 0, entropyCoefficient: 0, aggregation: 'tokenMean' } },
  scorers: () => ['searchSucceeded', 'answerRetrieved', 'answerPresent', 'exactMatch', 'format'],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('mtGrpo', groupSize)],
  credit: (group, values) => {
    const ofTurn = group.map((rollout) => turnReward(rollout, values));
    const ofOutcome = group.map((rollout) => outcomeReward(rollout, values));
    const zTurn = zScore(ofTurn, values.std).map((z) => values.turnCoefficient * z);
    const zOutcome = zScore(ofOutcome, values.std);
    const zBoth = zScore(
      ofOutcome.map((reward, i) => ofTurn[i] + reward),
      values.std,
    );
    return group.map((rollout, i) => {
      const first = firstResult(rollout);
      const final = first < 0 ? zBoth[i] : zOutcome[i]; // without a result there is no border between the parts
      const reward = new Float64Array(rollout.turns);
      reward[rollout.turns - 1] = final;
      if (first >= 0) reward[first] += zTurn[i];
      return { reward, advantage: reward.map((_, t) => (t <= first ? final + zTurn[i] : final)) };
    });
  },
  objective: objectiveFrom,
};
