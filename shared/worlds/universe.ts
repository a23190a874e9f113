/** One fictional universe: entities, the facts about them, and a passage per entity. */
import type { Corpus, Passage } from '../data/passage.ts';
import type { Rng } from '../util/rng.ts';
import { entityTypes, relationsFrom, years } from './family.ts';
import type { EntityType, Relation } from './family.ts';
import { aliases, regions } from './names.ts';

export interface Entity {
  readonly name: string;
  readonly type: EntityType;
  readonly region: number;
  /** A second accepted name, stated in the entity's own passage only; null for most. */
  readonly alias: string | null;
  /** Persons have one, different from everyone else's in the universe. */
  readonly birthyear: number | null;
  /** Relation name → what it points to: never the entity itself, never the same entity twice. */
  readonly targets: ReadonlyMap<string, Entity>;
}

/** One sentence of one passage: "The <relation> is <object>." in the passage of <subject>. */
export interface Fact {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly passage: Passage;
}

export interface Universe {
  readonly entities: readonly Entity[];
  /** One passage per entity, in shuffled order; passage id and title are the entity's name. */
  readonly corpus: Corpus;
  /** Every fact by the query that asks for it, such as `mother of Bela`; in the order of passages and sentences. */
  readonly facts: ReadonlyMap<string, Fact>;
}

/** Chooses where a relation of a subject points. The candidates are of the right type; there is at least one. */
export type DrawTarget = (rng: Rng, subject: Entity, relation: Relation, candidates: readonly Entity[]) => Entity;

export const factQuery = (relation: string, subject: string): string => `${relation} of ${subject}`;

/** Half of the entities are persons, a quarter companies, the rest towns. */
const typeShares: Readonly<Record<EntityType, number>> = { person: 0.5, company: 0.25, town: 0.25 };

function entitiesOf(type: EntityType, entities: number): number {
  const drawn = (other: EntityType) => Math.round(typeShares[other] * entities);
  return type === 'town' ? entities - drawn('person') - drawn('company') : drawn(type);
}

/** [count, chance]: how many entities of a type a region can have. The regions share them as evenly as possible. */
export function entitiesPerRegion(entities: number, type: EntityType): readonly (readonly [number, number])[] {
  const [fewest, over] = [
    Math.floor(entitiesOf(type, entities) / regions.length),
    entitiesOf(type, entities) % regions.length,
  ];
  return [
    [fewest, 1 - over / regions.length],
    [fewest + 1, over / regions.length],
  ];
}
const aliasShare = 0.15;

/** A universe of `entities` entities, in [36, 144]: fewer leave a region without a choice, more exhaust a name pool. */
export function drawUniverse(rng: Rng, corpusId: string, entities: number, drawTarget: DrawTarget): Universe {
  const all = rng.shuffle(drawEntities(rng, entities));
  for (const subject of all) linkEntity(rng, subject, all, drawTarget);

  const passages: Passage[] = [];
  const facts = new Map<string, Fact>();
  for (const entity of all) {
    const statements = rng.shuffle(statementsAbout(entity));
    const sentences = statements.map(({ subject, object }) => `${subject} is ${object}.`);
    const passage = {
      id: entity.name,
      title: entity.name,
      text: [`${entity.name} is a ${entity.type}.`, ...sentences].join(' '),
    };
    passages.push(passage);
    for (const { relation, object } of statements)
      if (relation !== null)
        facts.set(factQuery(relation, entity.name), { subject: entity.name, relation, object, passage });
  }
  return { entities: all, corpus: { id: corpusId, passages }, facts };
}

/** While a universe is drawn, relations still point nowhere. */
interface UnlinkedEntity extends Entity {
  readonly targets: Map<string, Entity>;
}

function drawEntities(rng: Rng, count: number): UnlinkedEntity[] {
  const aliasOf = drawAliases(rng, count);
  const drawn: UnlinkedEntity[] = [];
  for (const type of entityTypes) {
    const ofType = entitiesOf(type, count);
    const birthyears = rng.shuffle(years);
    const names = regions.map((region) => rng.shuffle(region[type]));
    const order = rng.shuffle([...regions.keys()]);
    for (let i = 0; i < ofType; i++) {
      const region = order[i % order.length]; // in turn, so that every region has its share of every type
      drawn.push({
        name: names[region].pop()!,
        type,
        region,
        alias: aliasOf[drawn.length],
        birthyear: type === 'person' ? birthyears[i] : null,
        targets: new Map(),
      });
    }
  }
  return drawn;
}

/** [count] an alias or null for each entity. */
function drawAliases(rng: Rng, count: number): (string | null)[] {
  const given: (string | null)[] = rng.shuffle(aliases).slice(0, Math.round(aliasShare * count));
  return rng.shuffle([...given, ...Array<null>(count - given.length).fill(null)]);
}

function linkEntity(rng: Rng, subject: UnlinkedEntity, all: readonly Entity[], drawTarget: DrawTarget): void {
  for (const relation of relationsFrom(subject.type)) {
    // Two relations to one entity would name it as often as its own passage does: a search would find the wrong one.
    const taken = new Set(subject.targets.values()).add(subject);
    const candidates = all.filter((entity) => entity.type === relation.to && !taken.has(entity));
    subject.targets.set(relation.name, drawTarget(rng, subject, relation, candidates));
  }
}

interface Statement {
  /** Null for a sentence that no question asks about. */
  readonly relation: string | null;
  readonly subject: string;
  readonly object: string;
}

function statementsAbout(entity: Entity): Statement[] {
  const fact = (relation: string, object: string) => ({ relation, subject: `The ${relation}`, object });
  return [
    ...Array.from(entity.targets, ([relation, target]) => fact(relation, target.name)),
    ...(entity.birthyear === null ? [] : [fact('birthyear', String(entity.birthyear))]),
    ...(entity.alias === null ? [] : [{ relation: null, subject: 'Another name', object: entity.alias }]),
  ];
}
