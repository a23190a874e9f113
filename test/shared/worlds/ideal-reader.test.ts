import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParameters } from '../../../shared/config/parse.ts';
import { sum } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { worlds } from '../../../shared/worlds/index.ts';
import type { World, WorldKind } from '../../../shared/worlds/world.ts';

const open = (name: 'graded' | 'random'): World => {
  const kind = worlds[name] as unknown as WorldKind;
  return kind.create(parseParameters(kind.parameters, { minHops: 3, hops: 3 }, 'test') as never);
};

test('an ideal reader who has read every passage of the path is sure of the answer', () => {
  for (const name of ['graded', 'random'] as const)
    for (let index = 0; index < 20; index++) {
      const world = open(name);
      const asked = world.question(3, 'test', index);
      const belief = world.posterior(asked, world.universe(3, 'test', index), new Set(asked.question.supporting));
      assert.ok(Math.abs(belief!.get(asked.question.groundTruth[0])! - 1) < 1e-9);
    }
});

test('beliefs of an ideal reader add up to 1, and their mean surprise at the truth is their entropy', () => {
  const count = 1500;
  for (const name of ['graded', 'random'] as const) {
    const world = open(name);
    const differences = Array.from({ length: count }, (_, index) => {
      const asked = world.question(4, 'train', index);
      const universe = world.universe(4, 'train', index);
      const rng = stream(4, 'read', 0, index);
      // some of the path in order, some passages from anywhere: what is read does not depend on the answer
      const read = new Set(asked.question.supporting!.slice(0, rng.integer(3)));
      for (const passage of rng.shuffle(universe.corpus.passages).slice(0, rng.integer(4))) read.add(passage.id);
      const belief = world.posterior(asked, universe, read)!;
      const chances = [...belief.values()];
      assert.ok(Math.abs(sum(chances) - 1) < 1e-9);
      const entropy = -sum(chances.map((p) => (p > 0 ? p * Math.log(p) : 0)));
      return -Math.log(belief.get(asked.question.groundTruth[0])!) - entropy;
    });
    // The standard error over 1,500 questions is about .03 nats.
    const surprise = sum(differences) / count;
    assert.ok(Math.abs(surprise) < 0.1, `${name}: surprised by ${surprise} nats more than expected`);
  }
});

test('a question that is no path has no ideal reader', () => {
  const kind = worlds.graded as unknown as WorldKind;
  const world = kind.create(parseParameters(kind.parameters, { comparison: 1, path: 0 }, 'test') as never);
  assert.equal(world.posterior(world.question(3, 'test', 0), world.universe(3, 'test', 0), new Set()), null);
});
