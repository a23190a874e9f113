/** The baseline of turns with rewards of their own: a learned critic, or the other rollouts at the same turn. */
import { choice, type Values } from '../config/parameter.ts';
import { unreadProblems } from '../config/unread.ts';
import type { Objective } from '../loss/objective.ts';
import { criticObjective, criticParameters } from './critic.ts';
import { stdConventions, zScorePerTurn, type StdConvention } from './normalise.ts';
import { returns } from './returns.ts';

export const turnBaselineParameters = {
  baseline: choice({
    default: 'critic',
    choices: ['critic', 'group'],
    help: 'Returns are compared with the value estimates of a learned critic (PPO), or with those of the group’s other rollouts at the same turn, without a critic.',
    source: 'critic as published; group is this project’s',
  }),
  ...criticParameters,
  gamma: {
    ...criticParameters.gamma,
    help: 'Discount from one token to the one before it under a critic, from one turn to the one before it within a group.',
  },
  std: choice({
    default: 'sample',
    choices: stdConventions,
    help: 'Standard deviation of the z-score with baseline group: sample (verl’s GRPO), population (IGPO’s code), sampleTrl (TRL).',
    source: 'this project: the published methods have a critic',
  }),
};
type TurnBaselineValues = Values<typeof turnBaselineParameters>;

const unread = {
  critic: ['std'],
  group: ['lambda', 'toolTokens', 'whitenAdvantage', 'valueCoefficient', 'valueClip'],
} as const;

/** Parameters that the baseline does not read and that are not at their defaults, each as a sentence. */
export const turnBaselineProblems = (values: TurnBaselineValues): string[] =>
  unreadProblems(
    turnBaselineParameters,
    values,
    unread[values.baseline],
    `with baseline ${values.baseline}`,
    'leave it out or choose the other baseline',
  );

/** Advantage of each turn:  z(R[t]) among the rollouts that have a turn t,  R[t] = Σ_{j ≥ t} γ^(j−t) · r[j].
 *  rewards: [K] per rollout of one group → [K] per rollout; 0 where no other rollout has that turn. */
const returnsAgainstTurn = (rewards: readonly ArrayLike<number>[], gamma: number, std: StdConvention): Float64Array[] =>
  zScorePerTurn(
    rewards.map((reward) => [...returns(reward, gamma)]),
    std,
  );

/** Credit from each rollout's rewards [K]. With a critic the advantages are the returns until `tokenCredit` replaces
 *  them. */
export function turnCredit(
  rewards: readonly Float64Array[],
  { baseline, gamma, std }: TurnBaselineValues,
): { reward: Float64Array; advantage: Float64Array }[] {
  const advantages =
    baseline === 'group' ? returnsAgainstTurn(rewards, gamma, std) : rewards.map((reward) => returns(reward, 1));
  return rewards.map((reward, i) => ({ reward, advantage: advantages[i] }));
}

/** The objective, with the critic's loss if `baseline` is `critic`. */
export const turnObjective = (objective: Objective, values: TurnBaselineValues): Objective =>
  values.baseline === 'critic' ? criticObjective(objective, values) : objective;
