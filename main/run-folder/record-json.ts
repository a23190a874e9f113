/** The JSON of a rollout's record and of a group's table, and whether parsed JSON is one. A checksum says that bytes
 *  are as they were written, not by whom: every count is compared with what is there before anything is made. */
import type { Passage } from '../../shared/data/passage.ts';
import type { Question } from '../../shared/data/question.ts';
import type { ScoredRollout } from '../../shared/data/scores.ts';
import { stopReasons } from '../../shared/record/rollout.ts';
import type { Rollout, Turn } from '../../shared/record/rollout.ts';
import { excerpt } from '../../shared/util/json.ts';
import { anyObject, count, fields, finite, flag, nonEmptyText, oneOf, orNull, text } from '../../shared/util/parser.ts';
import type { Parser } from '../../shared/util/parser.ts';

/** What the rollouts of one group share. */
export interface GroupTable {
  readonly question: Question;
  readonly passages: readonly Passage[];
}

/** The parsed JSON of a record. */
export interface Named extends Pick<
  Rollout,
  'id' | 'group' | 'member' | 'grownFrom' | 'promptLength' | 'stopReason' | 'answer' | 'wellFormed' | 'error'
> {
  /** Absent in records of earlier versions. */
  readonly groupId?: string;
  readonly scores: ScoredRollout;
  readonly turns: readonly NamedTurn[];
  readonly maskRuns: readonly number[];
  readonly tokens: number;
  /** Absent without credit. */
  readonly rewards?: number;
  readonly advantages?: number;
  readonly beliefs: number | null;
  readonly groundTruthTokens: readonly number[] | null;
  readonly hasRatio: boolean;
  /** Absent without a critic. */
  readonly hasValue?: true;
}

export interface NamedTurn extends Omit<Turn, 'retrieval'> {
  readonly retrieval: {
    readonly query: string;
    readonly elapsedMs: number | null;
    /** Index in the group's table, relevance. */
    readonly passages: readonly (readonly [number, number])[];
  } | null;
}

/** Absent, as in a record of an earlier version, or what `parser` takes. */
const ifGiven =
  (parser: Parser<unknown>): Parser<unknown> =>
  (value, where) =>
    value === undefined || parser(value, where);

/** Keeps the value and the keys that it does not know. */
const holding =
  (shape: Readonly<Record<string, Parser<unknown>>>): Parser<unknown> =>
  (value, where) => {
    const read = fields(anyObject(value, where), where);
    for (const key of Object.keys(shape)) read(key, shape[key]);
    return value;
  };

const each =
  (parser: Parser<unknown>): Parser<unknown> =>
  (value, where) => {
    for (const [key, one] of Object.entries(anyObject(value, where))) parser(one, `${where}, ${key}`);
    return value;
  };

/** As long as the file makes it. */
const list =
  (item: Parser<unknown>): Parser<readonly unknown[]> =>
  (value, where) => {
    if (!Array.isArray(value)) throw new TypeError(`${where}: expected a list, got ${excerpt(value)}`);
    value.forEach((one, i) => item(one, `${where}[${i}]`));
    return value;
  };

const texts = ifGiven(orNull(list(text)));

const table = holding({
  question: holding({
    id: nonEmptyText,
    text,
    groundTruth: list(text),
    ...{ split: ifGiven(text), corpusId: ifGiven(text), kind: ifGiven(text), hops: ifGiven(orNull(count)) },
    ...{ supporting: texts, hopAnswers: texts, supportingText: texts },
    searchKeys: ifGiven(orNull(list(list(text)))),
  }),
  passages: list(holding({ id: text, title: text, text })),
});

const span = holding({ start: count, end: count });

const pair: Parser<unknown> = (value, where) => {
  const [index, relevance, ...rest] = list(finite)(value, where);
  if (rest.length > 0) throw new RangeError(`${where}: expected an index and a relevance, got ${excerpt(value)}`);
  return [count(index, where), finite(relevance, where)];
};

const turn = holding({
  message: span,
  response: orNull(span),
  ...{ thought: orNull(text), query: orNull(text), answer: orNull(text) },
  thoughtEnd: ifGiven(count),
  retrieval: orNull(holding({ query: text, elapsedMs: orNull(finite), passages: list(pair) })),
});

const record = holding({
  ...{ id: nonEmptyText, groupId: ifGiven(nonEmptyText), group: count, member: count },
  ...{ promptLength: count, stopReason: oneOf(stopReasons), wellFormed: flag, hasRatio: flag },
  ...{ answer: orNull(text), error: orNull(text) },
  grownFrom: ifGiven(holding({ member: count, tokens: count })),
  scores: holding({ turnScores: each(list(orNull(finite))), outcomeScores: each(finite) }),
  turns: list(turn),
  ...{ tokens: count, rewards: ifGiven(count), advantages: ifGiven(count), beliefs: orNull(count) },
  groundTruthTokens: orNull(list(count)),
  hasValue: ifGiven(flag),
});

/** The table. Throws TypeError or RangeError beginning with `where`. */
export const checkTable: Parser<GroupTable> = (value, where) => table(value, where) as GroupTable;

/** The record: its mask covers its tokens, its spans lie in them, its passages are in the table. Throws likewise. */
export function checkRecord(value: unknown, { passages }: GroupTable, where: string): Named {
  const named = record(value, where) as Named;
  const { tokens, maskRuns, promptLength, turns } = named;
  const runs: unknown = maskRuns;
  const isCount = (one: unknown): one is number => Number.isSafeInteger(one) && (one as number) >= 0;
  const covered = Array.isArray(runs) && runs.every(isCount) ? runs.reduce((total, run) => total + run, 0) : NaN;
  if (covered !== tokens) throw new RangeError(`${where}, maskRuns: expected runs of ${tokens} tokens, got ${covered}`);
  if (promptLength > tokens)
    throw new RangeError(`${where}: expected a prompt within ${tokens} tokens, got ${promptLength}`);
  for (const { message, response, retrieval } of turns) {
    for (const one of response ? [message, response] : [message])
      if (one.start > one.end || one.end > tokens)
        throw new RangeError(`${where}: expected spans within ${tokens} tokens, got ${excerpt(one)}`);
    for (const [index] of retrieval?.passages ?? [])
      if (index >= passages.length)
        throw new RangeError(`${where}: expected one of the group's ${passages.length} passages, got ${index}`);
  }
  return named;
}
