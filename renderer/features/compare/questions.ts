/** Compares two algorithms question by question at one evaluation: which one is right where the other is wrong. */
import type { RolloutColumns } from '../../../shared/ipc/rollout-views.ts';
import { splits } from '../../../shared/data/question.ts';
import type { Split } from '../../../shared/data/question.ts';
import { compareBySeed } from '../../../shared/statistics/compare.ts';
import type { Difference } from '../../../shared/statistics/compare.ts';
import { differenceRange } from '../../../shared/statistics/interval.ts';
import { mean } from '../../../shared/util/math.ts';
import { mcnemarP } from '../../../shared/statistics/mcnemar.ts';
import type { ChosenRun } from '../../components/comparison/chosen.ts';

export interface QuestionRow {
  readonly id: string;
  readonly text: string;
  /** Seeds whose run got it right, for each algorithm. A question with several rollouts counts by its share. */
  readonly one: number;
  readonly other: number;
  /** Seeds in which both answered it. */
  readonly pairs: number;
}

export interface QuestionComparison {
  /** Largest differences first. */
  readonly rows: readonly QuestionRow[];
  readonly seeds: readonly number[];
  /** Questions that one algorithm got right in more seeds than the other, for each of the two. */
  readonly oneBetter: number;
  readonly otherBetter: number;
  /** Over questions, for the policies of these seeds alone. */
  readonly p: number;
  /** Share right of the one minus that of the other, by seed: what holds for another seed, too. Null without seeds. */
  readonly bySeed: Difference | null;
}

/** Splits of the questions in the columns, in the order of `splits`. A question of a built-in world names its split in
 *  its id; empty for others. */
export function splitsOf({ questions }: RolloutColumns): Split[] {
  const found = new Set(questions.map(({ id }) => splitOf(id)));
  return splits.filter((split) => found.has(split));
}

const splitOf = (id: string): string | undefined => id.split('/').find((part) => splits.includes(part as Split));

/** The columns with the rollouts of one split only; the others are as if they had not been scored. */
export function onSplit(columns: RolloutColumns, split: Split): RolloutColumns {
  const hits = columns.questions.map(({ id }) => splitOf(id) === split);
  return { ...columns, exactMatch: columns.exactMatch.map((value, i) => (hits[columns.question[i]] ? value : NaN)) };
}

/** Columns of one step's evaluation of `runs`, of which `columns.run` is the index. Only seeds that both labels have
 *  count. */
export function compareQuestions(
  columns: RolloutColumns,
  runs: readonly ChosenRun[],
  one: string,
  other: string,
): QuestionComparison {
  const shares = runs.map(() => new Map<number, { right: number; n: number }>());
  for (let i = 0; i < columns.run.length; i++) {
    const exactMatch = columns.exactMatch[i];
    if (!Number.isFinite(exactMatch)) continue;
    const own = shares[columns.run[i]];
    const before = own.get(columns.question[i]) ?? { right: 0, n: 0 };
    own.set(columns.question[i], { right: before.right + exactMatch, n: before.n + 1 });
  }
  const bySeed = (label: string) =>
    new Map(
      runs.flatMap((run, i) => (run.label === label && shares[i].size > 0 ? [[run.seed, shares[i]] as const] : [])),
    );
  const [ones, others] = [bySeed(one), bySeed(other)];
  const seeds = [...ones.keys()].filter((seed) => others.has(seed)).sort((a, b) => a - b);
  const rows = columns.questions.flatMap(({ id, text }, question): QuestionRow[] => {
    let row = { id, text, one: 0, other: 0, pairs: 0 };
    for (const seed of seeds) {
      const [a, b] = [ones.get(seed)!.get(question), others.get(seed)!.get(question)];
      if (a && b)
        row = { ...row, one: row.one + a.right / a.n, other: row.other + b.right / b.n, pairs: row.pairs + 1 };
    }
    return row.pairs === 0 ? [] : [row];
  });
  const [oneBetter, otherBetter] = [1, -1].map((sign) => rows.filter((row) => sign * (row.one - row.other) > 0).length);
  const shareBySeed = (
    from: ReadonlyMap<number, ReadonlyMap<number, { right: number; n: number }>>,
    both: typeof from,
  ) =>
    new Map(
      seeds.map((seed) => {
        const own = [...from.get(seed)!].filter(([question]) => both.get(seed)!.has(question));
        return [seed, mean(own.map(([, { right, n }]) => right / n))] as const;
      }),
    );
  return {
    bySeed:
      rows.length === 0
        ? null
        : compareBySeed(shareBySeed(ones, others), shareBySeed(others, ones), 0.95, differenceRange([0, 1])),
    rows: rows.toSorted((a, b) => Math.abs(b.one - b.other) - Math.abs(a.one - a.other)),
    seeds,
    oneBetter: oneBetter!,
    otherBetter: otherBetter!,
    p: mcnemarP(oneBetter!, otherBetter!),
  };
}
