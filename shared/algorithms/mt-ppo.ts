/** MT-PPO: a critic credits single tokens with the rewards and costs of each search, and with the outcome. Source:
 *  arXiv:2505.11821v2; its numbers are known to us from summaries of the paper.
 *  Departures: (1) the critic shares the policy's network, as in PPO here; (2) exact match is SQuAD's, and the protocol
 *  says what is well formed; (3) a turn is charged for the searches up to it, itself among them, which the paper leaves
 *  open. */
import { number, withDefaults, type Values } from '../config/parameter.ts';
import { criticCredit, criticObjective, criticParameters } from '../credit/critic.ts';
import { outcome, outcomeParameters, outcomeScorer, turnScores } from '../credit/outcome.ts';
import { returns } from '../credit/returns.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import type { ScoredRollout } from '../data/scores.ts';
import type { Algorithm } from './algorithm.ts';

const source = 'arXiv:2505.11821v2';
const size = (standard: number, help: string) => number({ default: standard, min: 0, max: 10, help, source });

const parameters = {
  foundReward: size(0.3, 'Reward of a turn whose search found an accepted answer.'),
  formatReward: size(0.1, 'Reward of a well-formed turn before the last.'),
  malformedPenalty: size(0.2, 'Subtracted from a malformed turn before the last.'),
  searchPenalty: size(0.1, 'Subtracted from each turn before the last for every search so far.'),
  answerReward: size(0.2, 'Outcome of a well-formed answer that is wrong.'),
  ...withDefaults(outcomeParameters, { outcome: 'em', formatPenalty: -1 }, source),
  ...criticParameters,
  ...withDefaults(objectiveParameters, { aggregation: 'tokenMean' }, 'Search-R1, arXiv:2503.09516'),
};
type MtPpoValues = Values<typeof parameters>;

/** [K] the reward of each turn's search and format, less the cost of searching; on the last turn the outcome alone. */
function turnRewards(rollout: ScoredRollout, values: MtPpoValues): Float64Array {
  const found = turnScores(rollout, 'answerRetrieved');
  const wellFormed = turnScores(rollout, 'turnFormat');
  let searches = 0;
  const reward = Float64Array.from(found, (score, t) => {
    if (score !== null) searches++;
    const format = wellFormed[t] === 1 ? values.formatReward : -values.malformedPenalty;
    return values.foundReward * (score ?? 0) + format - values.searchPenalty * searches;
  });
  reward[rollout.turns - 1] = finalReward(rollout, values);
  return reward;
}

/** From `answerReward` for a wrong answer to 1 for a right one; the format penalty where there is none. */
function finalReward(rollout: ScoredRollout, values: MtPpoValues): number {
  const score = outcome(rollout, values);
  return rollout.wellFormed && rollout.answered ? score + values.answerReward * (1 - score) : score;
}

export const mtPpo: Algorithm<typeof parameters> = {
  name: 'mtPpo',
  title: 'MT-PPO',
  help: 'Every token gets its return, from each search and the outcome, less the value estimate of a learned critic.',
  source,
  parameters,
  presets: { paper: {}, withoutSearchPenalty: { searchPenalty: 0 } },
  scorers: (values) => ['answerRetrieved', 'turnFormat', outcomeScorer(values)],
  problems: objectiveProblems,
  credit: (group, values) =>
    group.map((rollout) => {
      const reward = turnRewards(rollout, values);
      return { reward, advantage: returns(reward, 1) };
    }),
  tokenCredit: criticCredit,
  objective: (values) => criticObjective(objectiveFrom(values), values),
};
