/** Built-in worlds: what they give, and how a kind of world is made from the family's universes and questions and its
 *  own way to draw facts. */
import { integer, number } from '../config/parameter.ts';
import type { Parameters, Values } from '../config/parameter.ts';
import type { Corpus } from '../data/passage.ts';
import { splits } from '../data/question.ts';
import type { Question, Split } from '../data/question.ts';
import type { Supply } from '../data/supply.ts';
import { stream } from '../util/rng.ts';
import type { Rng } from '../util/rng.ts';
import { idealReader, type RegionOdds } from './ideal-reader.ts';
import { bridgeQuestion, comparisonQuestion, intersectionQuestion, pathQuestion } from './questions.ts';
import type { DrawnQuestion } from './questions.ts';
import { drawUniverse, factQuery } from './universe.ts';
import type { DrawTarget, Fact, Universe } from './universe.ts';

export interface WorldQuestion {
  readonly question: Question;
  readonly corpus: Corpus;
  /** The facts that resolve the question, in the order an agent can look them up. A path has one per hop; a bridge has
   *  the fact that describes its start before them. */
  readonly facts: readonly Fact[];
}

export interface World {
  readonly name: string;
  /** The question at `index` of a split, in its own universe: equal arguments give equal questions, in any order. */
  question(seed: number, split: Split, index: number): WorldQuestion;
  /** The universe that question is about. */
  universe(seed: number, split: Split, index: number): Universe;
  /** Name → probability of being the answer, to an ideal reader of these passages; null for a question that is no path.
   *  read: passage ids. */
  posterior(asked: WorldQuestion, universe: Universe, read: ReadonlySet<string>): ReadonlyMap<string, number> | null;
}

/** A member of the catalogue. */
export interface WorldKind<P extends Parameters = Parameters> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly parameters: P;
  /** What it knows about its questions. */
  readonly supplies: readonly Supply[];
  /** Throws RangeError for values that contradict each other. */
  create(values: Values<P>): World;
}

const kinds = ['path', 'bridge', 'comparison', 'intersection'] as const;
type Kind = (typeof kinds)[number];

const share = (of: string, standard: number) =>
  number({
    default: standard,
    min: 0,
    help: `Share of ${of} among train and test questions, relative to the other shares.`,
  });

/** Parameters that every kind of world has. */
export const familyParameters = {
  entities: integer({ default: 40, min: 36, max: 144, help: 'Entities, and so passages, in each universe.' }),
  minHops: integer({ default: 1, min: 1, max: 4, help: 'Fewest hops of a path question.' }),
  hops: integer({ default: 3, min: 1, max: 4, help: 'Most hops of a path question; testHops asks one more.' }),
  path: share('path questions, "What is the home of the mother of Bela?",', 1),
  bridge: share('bridge questions, "What is the home of the owner of the company with the seat Ilmar?",', 0),
  comparison: share('comparison questions, "Who was born earlier, Bela or Tova?",', 0),
  intersection: share('intersection questions, "Which person has the mentor Tova and the home Ilmar?",', 0),
} as const;

/** What every world of the family supplies. */
export const familySupplies: readonly Supply[] = ['supporting passages', 'search keys', 'other passages', 'states'];

/** A world whose relations point where `drawTarget` says. odds: the probability of each region under `drawTarget`.
 *  train and test ask all kinds by their shares; testComposition and testHops ask paths only. Only testComposition asks
 *  held-out compositions: at least one per question, over at least two hops. */
export function createWorld(
  name: string,
  values: Values<typeof familyParameters>,
  drawTarget: DrawTarget,
  odds: RegionOdds,
): World {
  const where = `world ${name}`;
  if (values.minHops > values.hops)
    throw new RangeError(`${where}: expected minHops ≤ hops, got ${values.minHops} and ${values.hops}`);
  const totalShare = kinds.reduce((total, kind) => total + values[kind], 0);
  if (!(totalShare > 0))
    throw new RangeError(
      `${where}: expected a positive share for some kind of question, got 0 for all — set path to 1`,
    );

  const drawKind = (rng: Rng): Kind => {
    let left = rng.next() * totalShare;
    return kinds.find((kind) => (left -= values[kind]) < 0)!;
  };
  const drawHops = (rng: Rng, fewest: number): number => {
    const most = Math.max(values.hops, fewest);
    return Math.max(values.minHops, fewest) + rng.integer(most - Math.max(values.minHops, fewest) + 1);
  };

  /** Draws one kind and length until a draw fits, so that hard conditions do not change the shares. */
  const drawQuestion = (rng: Rng, universe: Universe, split: Split): DrawnQuestion & { kind: Kind; hops: number } => {
    const composition = split === 'testComposition' ? 'heldOut' : 'trained';
    const kind = split === 'train' || split === 'test' ? drawKind(rng) : 'path';
    const pathHops = split === 'testHops' ? values.hops + 1 : drawHops(rng, composition === 'heldOut' ? 2 : 1);
    for (let attempt = 0; attempt < 10_000; attempt++) {
      const drawn = {
        path: () => pathQuestion(rng, universe, pathHops, composition),
        bridge: () => bridgeQuestion(rng, universe),
        comparison: () => comparisonQuestion(rng, universe),
        intersection: () => intersectionQuestion(rng, universe),
      }[kind]();
      if (drawn !== null) return { ...drawn, kind, hops: drawn.supporting.length };
    }
    throw new Error(`internal: ${where}: no ${kind} question fits ${universe.corpus.id}`);
  };

  const id = (seed: number, split: Split, index: number) => `${name}/${seed}/${split}/${index}`;
  // The split is part of the stream's name: no universe is in two splits.
  const universe = (seed: number, split: Split, index: number): Universe => {
    if (!splits.includes(split) || !Number.isSafeInteger(index) || index < 0)
      throw new RangeError(`${where}: expected a split and an index ≥ 0, got ${split} and ${index}`);
    return drawUniverse(
      stream(seed, `universe/${split}`, 0, index),
      id(seed, split, index),
      values.entities,
      drawTarget,
    );
  };

  const reader = idealReader(values.entities, odds);

  return {
    name,
    universe,
    posterior: ({ question, facts }, { facts: all }, read) =>
      question.kind === 'path'
        ? reader(
            facts,
            [...all.values()].filter(({ passage }) => read.has(passage.id)),
          )
        : null,
    question: (seed, split, index) => {
      const where = universe(seed, split, index);
      const drawn = drawQuestion(stream(seed, `question/${split}`, 0, index), where, split);
      const { answer, facts } = drawn;
      return {
        question: {
          id: id(seed, split, index),
          text: drawn.text,
          groundTruth: answer.alias === null ? [answer.name] : [answer.name, answer.alias],
          split,
          corpusId: where.corpus.id,
          kind: drawn.kind,
          hops: drawn.hops,
          supporting: drawn.supporting,
          hopAnswers: drawn.hopAnswers,
          supportingText: [...new Set(facts.map(({ passage }) => passage.text))],
          searchKeys: facts.map(({ relation, subject }) => [factQuery(relation, subject)]),
        },
        corpus: where.corpus,
        facts,
      };
    },
  };
}
