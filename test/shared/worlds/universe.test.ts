import assert from 'node:assert/strict';
import { test } from 'node:test';
import { worldTokenizer } from '../../../shared/questions/world.ts';
import { bigrams, entityTypes, heldOutBigrams, relations, vocabulary } from '../../../shared/worlds/family.ts';
import { mean } from '../../../shared/util/math.ts';
import { worlds } from '../../../shared/worlds/index.ts';
import { aliases, regions } from '../../../shared/worlds/names.ts';
import type { Universe } from '../../../shared/worlds/universe.ts';
import { valuesOf, type WorldName } from '../../support/world-values.ts';

const universes = (name: WorldName, count: number, changes = {}): Universe[] => {
  const world = worlds[name].create(valuesOf(name, changes) as never);
  return Array.from({ length: count }, (_, index) => world.universe(3, 'train', index));
};
const reach = new Map(relations.map((relation) => [relation.name, relation.reach]));

test('there are 216 names and 24 aliases, all different, and every relation is one word', () => {
  const names = regions.flatMap((region) => entityTypes.flatMap((type) => region[type]));
  assert.equal(names.length, 216);
  assert.equal(new Set([...names, ...aliases]).size, 240);
  for (const region of regions) for (const type of entityTypes) assert.equal(region[type].length, 12);
  assert.equal(new Set(relations.map(({ name }) => name)).size, 13);
});

test('the vocabulary has 412 words, <pad> first, and expresses the protocol and the wrapper', () => {
  assert.equal(vocabulary.length, 412);
  assert.equal(worldTokenizer.encode('<pad>')[0], 0);
  const text =
    'Question: Who?<think>Start with Bela. I look for the mother of Bela</think><search>mother of Bela</search>' +
    "<information>Nothing found.</information><think>Now there's enough information to answer</think>" +
    '<answer>412</answer><end>';
  assert.equal(worldTokenizer.decode(worldTokenizer.encode(text)), text);
});

test('every fact is a sentence of exactly 5 tokens', () => {
  const [{ corpus }] = universes('random', 1);
  for (const { text } of corpus.passages)
    for (const sentence of text.match(/[^.]+\./g)!) assert.equal(worldTokenizer.encode(sentence).length, 5, sentence);
});

test('15 % of the compositions are held out, and training still sees every relation first and second', () => {
  assert.equal(bigrams.length, 54);
  assert.equal(heldOutBigrams.size, 8); // round(.15 · 54)
  const trained = bigrams.filter((pair) => !heldOutBigrams.has(pair)).map((pair) => pair.split(' '));
  for (const position of [0, 1]) assert.equal(new Set(trained.map((pair) => pair[position])).size, 13);
});

for (const name of ['graded', 'random'] as const)
  for (const entities of [36, 40, 144])
    test(`${name} with ${entities} entities: names, types, targets, aliases and birthyears are as promised`, () => {
      for (const { entities: all, corpus, facts } of universes(name, 10, { entities })) {
        assert.equal(all.length, entities);
        const said = all.flatMap((entity) => [entity.name, ...(entity.alias === null ? [] : [entity.alias])]);
        assert.equal(new Set(said).size, said.length);
        assert.equal(all.filter(({ type }) => type === 'person').length, entities / 2);
        assert.equal(all.filter(({ type }) => type === 'town').length, entities / 4);
        assert.equal(all.filter(({ alias }) => alias !== null).length, Math.round(0.15 * entities));
        const born = all.flatMap(({ birthyear }) => birthyear ?? []);
        assert.equal(new Set(born).size, entities / 2);
        for (const entity of all) {
          const own = relations.filter(({ from }) => from === entity.type);
          assert.deepEqual(
            [...entity.targets.keys()],
            own.map((relation) => relation.name),
          );
          for (const { name, to } of own) {
            assert.equal(entity.targets.get(name)!.type, to);
            assert.ok(all.includes(entity.targets.get(name)!));
            assert.equal(facts.get(`${name} of ${entity.name}`)!.object, entity.targets.get(name)!.name);
          }
          assert.equal(new Set([entity, ...entity.targets.values()]).size, own.length + 1);
          assert.ok((regions[entity.region][entity.type] as readonly string[]).includes(entity.name));
        }
        assert.deepEqual(
          corpus.passages.map(({ id }) => id),
          all.map((entity) => entity.name),
        );
        // persons have 5 relations and a birthyear, companies and towns 4 relations
        assert.equal(facts.size, (entities / 2) * 6 + (entities / 2) * 4);
      }
    });

/** Share of the relations of one reach that stay in the subject's region. */
function staying(of: readonly Universe[], wanted: 'local' | 'crossing'): number {
  const stays = of.flatMap(({ entities }) =>
    entities.flatMap((entity) =>
      Array.from(entity.targets, ([name, target]) =>
        reach.get(name) === wanted ? [target.region === entity.region] : [],
      ).flat(),
    ),
  );
  return stays.filter(Boolean).length / stays.length;
}

test('in a graded world local relations stay in their region at the persistence, crossing ones by chance', () => {
  // 150 universes × 110 local relations: the standard error of the share is at most .004. Crossing is a little under
  // 1/6: the subject itself and the entities it already points to, mostly near, are no candidates.
  const near = universes('graded', 150);
  assert.ok(Math.abs(staying(near, 'local') - 0.9) < 0.012, `${staying(near, 'local')}`);
  assert.ok(staying(near, 'crossing') > 0.1 && staying(near, 'crossing') < 1 / 6, `${staying(near, 'crossing')}`);
  const half = universes('graded', 150, { persistence: 0.5 });
  assert.ok(Math.abs(staying(half, 'local') - 0.5) < 0.012, `${staying(half, 'local')}`);
});

/** What `staying` would be if targets were drawn from all other entities of the type alike. */
function byChance(of: readonly Universe[], wanted: 'local' | 'crossing'): number {
  const chances = of.flatMap(({ entities }) =>
    entities.flatMap((entity) =>
      relations
        .filter((relation) => relation.from === entity.type && relation.reach === wanted)
        .map(({ to }) => {
          const others = entities.filter((other) => other.type === to && other !== entity);
          return others.filter(({ region }) => region === entity.region).length / others.length;
        }),
    ),
  );
  return mean(chances);
}

test('in a random world no relation prefers a region', () => {
  const all = universes('random', 150);
  for (const wanted of ['local', 'crossing'] as const)
    // 10,000 crossing relations: the standard error of the share is .0034.
    assert.ok(Math.abs(staying(all, wanted) - byChance(all, wanted)) < 0.012, wanted);
});

const regionOf = new Map(
  regions.flatMap((region, r) =>
    entityTypes.flatMap((type) => region[type].map((name): [string, number] => [name, r])),
  ),
);
const region = (name: string) => regionOf.get(name)!;

/** Mean gain per hop of the ideal reader, who knows the region of what each hop has found. */
function idealGains(name: WorldName, hops: number): number[] {
  const world = worlds[name].create(valuesOf(name, { minHops: hops, hops }) as never);
  const count = 1000;
  const gains = Array<number>(hops).fill(0);
  for (let index = 0; index < count; index++) {
    const { facts } = world.question(5, 'train', index);
    const answer = region(facts.at(-1)!.object);
    const beliefs = facts.map(({ subject }, hop) => {
      let odds: number[] = regions.map((_, r) => (r === region(subject) ? 1 : 0));
      for (const { relation } of facts.slice(hop))
        odds = odds.map((stay) =>
          name === 'graded' && reach.get(relation) === 'local' ? 0.9 * stay + (0.1 * (1 - stay)) / 5 : 1 / 6,
        );
      return Math.log(odds[answer] / 12); // 12 names of the type in a region
    });
    for (let hop = 0; hop < hops; hop++) gains[hop] += ((beliefs[hop + 1] ?? 0) - beliefs[hop]) / count;
  }
  return gains;
}

test('an ideal reader gains per hop what the docstrings of the two worlds say', () => {
  // Standard error of a mean over 1,000 questions: up to .04 nats.
  const close = (name: WorldName, hops: number, expected: readonly number[]) => {
    const gains = idealGains(name, hops);
    gains.forEach((gain, hop) => assert.ok(Math.abs(gain - expected[hop]) < 0.12, `${name} ${hops} ${gains}`));
  };
  close('graded', 2, [0.58, 3.38]);
  close('graded', 3, [0.22, 0.57, 3.38]);
  close('graded', 4, [0.08, 0.26, 0.57, 3.36]);
  close('random', 3, [0, 0, Math.log(72)]);
});
