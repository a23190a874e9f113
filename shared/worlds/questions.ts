/** Questions about a universe, one function per kind. Each draws once; null: the draw does not fit the conditions. */
import type { Rng } from '../util/rng.ts';
import { bigram, heldOutBigrams, relationsFrom } from './family.ts';
import type { Relation } from './family.ts';
import { factQuery } from './universe.ts';
import type { Entity, Fact, Universe } from './universe.ts';

/** Whether a question must avoid or must contain a composition that training never asks for. */
export type Composition = 'trained' | 'heldOut';

export interface DrawnQuestion {
  readonly text: string;
  readonly answer: Entity;
  /** The facts that resolve it, in the order an agent can look them up; a bridge begins with its description. */
  readonly facts: readonly Fact[];
  readonly supporting: readonly string[];
  readonly hopAnswers: readonly string[] | null;
}

/** "What is the home of the employer of the mother of Bela?": the innermost relation is looked up first.
 *  No relation and no entity occurs twice along the path, so the question never names its answer. */
export function pathQuestion(
  rng: Rng,
  universe: Universe,
  hops: number,
  composition: Composition,
): DrawnQuestion | null {
  const start = rng.pick(universe.entities);
  const path = walk(rng, universe, start, hops);
  if (path === null || !composes(path.relations, composition)) return null;
  return chain(`What is the ${nested(path.relations)} of ${start.name}?`, path);
}

/** "What is the mayor of the home of the person with the employer Orvan?": the start of a two-hop path is described,
 *  not named, so it has to be found by what its passage says. The description names an entity of another type. Exactly
 *  one entity of the universe fits it. */
export function bridgeQuestion(rng: Rng, universe: Universe): DrawnQuestion | null {
  const start = rng.pick(universe.entities);
  const clue = rng.pick(relationsFrom(start.type).filter(({ to }) => to !== start.type));
  const described = start.targets.get(clue.name)!;
  const path = walk(rng, universe, start, 2, [clue], [described]);
  if (path === null || !composes(path.relations, 'trained')) return null;
  if (holders(universe, clue, described).length > 1) return null;
  const description = `the ${start.type} with the ${clue.name} ${described.name}`;
  const clueFact = universe.facts.get(factQuery(clue.name, start.name))!;
  return chain(`What is the ${nested(path.relations)} of ${description}?`, {
    ...path,
    facts: [clueFact, ...path.facts],
  });
}

/** "Who was born earlier, Bela or Tova?" Both passages are needed, in any order; guessing is right half the time. */
export function comparisonQuestion(rng: Rng, universe: Universe): DrawnQuestion {
  const persons = rng.shuffle(universe.entities.filter(({ type }) => type === 'person')).slice(0, 2);
  const order = rng.pick(['earlier', 'later']);
  const byBirth = persons.toSorted((a, b) => a.birthyear! - b.birthyear!);
  const facts = persons.map(({ name }) => universe.facts.get(factQuery('birthyear', name))!);
  return {
    text: `Who was born ${order}, ${persons[0].name} or ${persons[1].name}?`,
    answer: order === 'earlier' ? byBirth[0] : byBirth[1],
    facts,
    supporting: supportingPassages(facts),
    hopAnswers: null, // neither year is an answer: the hops are no chain
  };
}

/** "Which person has the mentor Tova and the home Ilmar?": exactly one entity does. One passage says both. */
export function intersectionQuestion(rng: Rng, universe: Universe): DrawnQuestion | null {
  const answer = rng.pick(universe.entities);
  const [first, second] = rng.shuffle(relationsFrom(answer.type));
  const one = answer.targets.get(first.name)!;
  const other = answer.targets.get(second.name)!;
  const fits = holders(universe, first, one).filter((entity) => entity.targets.get(second.name) === other);
  if (fits.length > 1) return null;
  const facts = [first, second].map(({ name }) => universe.facts.get(factQuery(name, answer.name))!);
  return {
    text: `Which ${answer.type} has the ${first.name} ${one.name} and the ${second.name} ${other.name}?`,
    answer,
    facts,
    supporting: supportingPassages(facts),
    hopAnswers: [answer.name],
  };
}

interface Path {
  readonly relations: readonly Relation[];
  /** One more than the relations. */
  readonly entities: readonly Entity[];
  readonly facts: readonly Fact[];
}

/** A random walk from `start`, or null when it meets an entity again. */
function walk(
  rng: Rng,
  universe: Universe,
  start: Entity,
  hops: number,
  usedRelations: readonly Relation[] = [],
  usedEntities: readonly Entity[] = [],
): Path | null {
  const relations: Relation[] = [];
  const entities = [start];
  const facts: Fact[] = [];
  for (let hop = 0; hop < hops; hop++) {
    const here = entities[hop];
    const open = relationsFrom(here.type).filter((next) => !relations.includes(next) && !usedRelations.includes(next));
    if (open.length === 0) return null;
    const next = rng.pick(open);
    const target = here.targets.get(next.name)!;
    if (entities.includes(target) || usedEntities.includes(target)) return null;
    relations.push(next);
    entities.push(target);
    facts.push(universe.facts.get(factQuery(next.name, here.name))!);
  }
  return { relations, entities, facts };
}

function composes(path: readonly Relation[], composition: Composition): boolean {
  const heldOut = path.slice(1).some((second, i) => heldOutBigrams.has(bigram(path[i], second)));
  return heldOut === (composition === 'heldOut');
}

function chain(text: string, { entities, facts }: Path): DrawnQuestion {
  return {
    text,
    answer: entities.at(-1)!,
    facts,
    supporting: supportingPassages(facts),
    hopAnswers: entities.slice(1).map(({ name }) => name),
  };
}

/** "home of the employer of the mother" for mother, employer, home. */
const nested = (relations: readonly Relation[]): string =>
  relations
    .toReversed()
    .map(({ name }) => name)
    .join(' of the ');

const holders = (universe: Universe, relation: Relation, target: Entity): Entity[] =>
  universe.entities.filter((entity) => entity.targets.get(relation.name) === target);

const supportingPassages = (facts: readonly Fact[]): string[] => [...new Set(facts.map(({ passage }) => passage.id))];
