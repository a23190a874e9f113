/** What all universes of the built-in worlds have in common: types, relations and names. Only the facts differ, so one
 *  vocabulary covers every universe. Modelled on PhantomWiki (arXiv:2502.20377). */
import { stream } from '../util/rng.ts';
import { aliases, regions } from './names.ts';

export const entityTypes = ['person', 'company', 'town'] as const;
export type EntityType = (typeof entityTypes)[number];

/** A function from every entity of one type to an entity of another or the same type. */
export interface Relation {
  readonly name: string;
  readonly from: EntityType;
  readonly to: EntityType;
  /** In a graded world: `local` mostly stays in the subject's region, `crossing` goes to all regions alike. */
  readonly reach: 'local' | 'crossing';
}

const relation = (name: string, from: EntityType, to: EntityType, reach: Relation['reach']): Relation => ({
  name,
  from,
  to,
  reach,
});

export const relations: readonly Relation[] = [
  relation('mother', 'person', 'person', 'local'),
  relation('friend', 'person', 'person', 'local'),
  relation('mentor', 'person', 'person', 'crossing'),
  relation('employer', 'person', 'company', 'local'),
  relation('home', 'person', 'town', 'local'),
  relation('owner', 'company', 'person', 'local'),
  relation('founder', 'company', 'person', 'crossing'),
  relation('rival', 'company', 'company', 'crossing'),
  relation('seat', 'company', 'town', 'local'),
  relation('mayor', 'town', 'person', 'local'),
  relation('patron', 'town', 'person', 'crossing'),
  relation('supplier', 'town', 'company', 'local'),
  relation('twin', 'town', 'town', 'crossing'),
];

export const relationsFrom = (type: EntityType): readonly Relation[] => relations.filter(({ from }) => from === type);

/** Years that a birthyear can be: one token each. */
export const years: readonly number[] = Array.from({ length: 100 }, (_, i) => 400 + i);

export const bigram = (first: Relation, second: Relation): string => `${first.name} ${second.name}`;

/** Every well-typed composition of two different relations, in chain order. */
export const bigrams: readonly string[] = relations.flatMap((first) =>
  relationsFrom(first.to)
    .filter((second) => second !== first)
    .map((second) => bigram(first, second)),
);

/** The compositions that only `testComposition` asks for: 15 % of all, the same in every world. */
export const heldOutBigrams: ReadonlySet<string> = new Set(
  stream(0, 'held-out bigrams')
    .shuffle(bigrams)
    .slice(0, Math.round(0.15 * bigrams.length)),
);

const words = (text: string) => text.split(' ');

/** Every word of passages, questions, demonstrations and the ground-truth wrapper; `<pad>` is id 0. */
export const vocabulary: readonly string[] = [
  '<pad>',
  ...words('<think> </think> <search> </search> <information> </information> <answer> </answer> <end>'),
  ...words('. , ? :'),
  ...words('Question What Which Who The Another Start Now Nothing I'),
  ...words('the a is of has and with or was born earlier later name look for found'),
  ...words("there's enough information to answer birthyear"),
  ...entityTypes,
  ...relations.map(({ name }) => name),
  ...words('0 1 2 3 4 5 6 7 8 9'),
  ...years.map(String),
  ...regions.flatMap((region) => entityTypes.flatMap((type) => region[type])),
  ...aliases,
];
