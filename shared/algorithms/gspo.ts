/** GSPO: GRPO's advantage with one ratio for a whole rollout. Source: arXiv:2507.18071; verl core_algos.py
 *  compute_policy_loss_gspo at 1dda039.
 *  Departures: (1) the sequence ratio is differentiated as it stands, in verl through one token at a time: the same
 *  gradient under `sequenceMeanTokenMean`, as all tokens of a rollout have one advantage; (2) log-ratios are held in
 *  ±20 per token, in verl below 10 per rollout; (3) a group of one rollout has advantage 0. */
import { choice, withDefaults } from '../config/parameter.ts';
import { stdConventions, zScore } from '../credit/normalise.ts';
import { outcome, outcomeParameters, outcomeScorer, sameForEveryTurn } from '../credit/outcome.ts';
import { objectiveFrom, objectiveParameters, objectiveProblems } from '../loss/objective-parameters.ts';
import { groupProblems } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';

const parameters = {
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the z-score: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039',
  }),
  ...outcomeParameters,
  ...withDefaults(
    objectiveParameters,
    { clipLow: 0.0003, clipHigh: 0.0004, dualClip: 0, klCoefficient: 0, entropyCoefficient: 0 },
    'arXiv:2507.18071 section 5.1',
  ),
};

export const gspo: Algorithm<typeof parameters> = {
  name: 'gspo',
  title: 'GSPO',
  help: 'GRPO with one importance ratio for a whole rollout, the geometric mean of its tokens’ ratios, and a clip range that fits it.',
  source: 'arXiv:2507.18071',
  parameters,
  presets: { paper: {}, wideClip: { clipLow: 0.2, clipHigh: 0.2 } },
  scorers: (values) => [outcomeScorer(values)],
  problems: (values, { groupSize }) => [...objectiveProblems(values), ...groupProblems('gspo', groupSize)],
  credit: (group, values) => {
    const z = zScore(
      group.map((rollout) => outcome(rollout, values)),
      values.std,
    );
    return sameForEveryTurn(group, z, z);
  },
  objective: (values) => ({ ...objectiveFrom(values), ratioOver: 'sequence' }),
};
