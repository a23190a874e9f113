/** The random world: a relation points to all entities of its type alike. */
import { regions } from './names.ts';
import { createWorld, familyParameters, familySupplies } from './world.ts';
import type { WorldKind } from './world.ts';

/** Only the last hop tells anything about the answer. An ideal reader of a three-hop path knows the answer's type and
 *  so 72 names: the hops gain 0, 0 and ln 72 = 4.28 nats. Guessing is right 1.4 % of the time. */
export const random: WorldKind<typeof familyParameters> = {
  name: 'random',
  title: 'Random facts',
  help: 'Facts are independent, so early hops say nothing about the answer: information gain comes with the last hop only.',
  parameters: familyParameters,
  supplies: familySupplies,
  create: (values) =>
    createWorld(
      'random',
      values,
      (rng, _subject, _relation, candidates) => rng.pick(candidates),
      () => regions.map(() => 1 / regions.length), // every region has its share of every type
    ),
};
