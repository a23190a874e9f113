/** Facts about one rollout besides its turns, as pairs of name and value. */
import type { RolloutView } from '../../../shared/ipc/rollout-views.ts';
import { fixed, signed } from '../../../shared/statistics/format.ts';
import { totalReward } from '../../../shared/record/saved-rollout.ts';
import { sum } from '../../../shared/util/math.ts';
import { missing } from '../format.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** What it is, on hover. */
  readonly help?: string;
}

export function rolloutFacts({ address, saved }: RolloutView): Fact[] {
  const { rollout, question, credit } = saved;
  const written = sum(rollout.mask);
  const perToken = (values: ArrayLike<number>): string =>
    written === 0 ? missing : `${fixed(sum(Array.from(values)) / written, 3)} nats`;
  return [
    { name: 'Set', value: address.set },
    { name: 'Step', value: String(address.step) },
    { name: 'Rollout', value: `${rollout.member + 1} of its group`, help: rollout.id },
    { name: 'Question', value: question.id },
    { name: 'Kind', value: question.hops === null ? question.kind : `${question.kind}, ${question.hops} hops` },
    { name: 'Turns', value: String(rollout.turns.length) },
    { name: 'Tokens', value: `${written} of ${rollout.tokens.length}`, help: 'Written by the policy, of all' },
    { name: 'Mean log-prob', value: perToken(rollout.logProb), help: 'Over the tokens that the policy wrote' },
    { name: 'Mean entropy', value: perToken(rollout.entropy), help: 'Over the tokens that the policy wrote' },
    { name: 'Reward', value: signed(totalReward(saved)), help: 'Sum over the turns' },
    {
      name: 'Advantages',
      value: Array.from(credit?.advantage ?? [], (one) => signed(one)).join('  ') || missing,
      help: 'Of each turn',
    },
  ];
}
