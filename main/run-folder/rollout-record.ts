/** One saved rollout ↔ bytes, before compression: JSON for named fields, then packed columns for values per token. What
 *  the group shares (question, passages) is referred to by index. All is exact except log-prob, entropy and ratio (11
 *  significant bits, relative error ≤ 4.9e-4), relevance and milliseconds (4 significant digits). Token text is not
 *  saved. */
import type { Passage } from '../../shared/data/passage.ts';
import type { Question } from '../../shared/data/question.ts';
import type { Retrieval } from '../../shared/data/retrieval.ts';
import { groupIdFrom } from '../../shared/record/groups.ts';
import type { Rollout, Turn } from '../../shared/record/rollout.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { checkRecord } from './record-json.ts';
import type { GroupTable, Named, NamedTurn } from './record-json.ts';
import type { ChunkSet } from './run-folder.ts';
import { columnReader, gather, maskFromRuns, maskRuns, packColumns, rounded, scatter } from './rollout-columns.ts';

/** The table of a group: its question, and every passage that any of its rollouts retrieved, once. */
export function groupTable(group: readonly SavedRollout[]): GroupTable {
  const question = group[0].question;
  const passages = new Map<string, Passage>();
  for (const { rollout } of group) {
    if (rollout.questionId !== question.id)
      throw new RangeError(
        `internal: rollout ${rollout.id}: expected question ${question.id}, got ${rollout.questionId}`,
      );
    for (const { retrieval } of rollout.turns)
      for (const { passage } of retrieval?.passages ?? []) passages.set(passageKey(passage), passage);
  }
  return { question, passages: [...passages.values()] };
}

// The whole passage, not its id: an imported corpus may use an id twice, and a replay must show what was read.
const passageKey = ({ id, title, text }: Passage): string => JSON.stringify([id, title, text]);

/** The record encoder of a group. Throws RangeError for a score that JSON cannot hold, and for a column with values
 *  where mask = 0. */
export function recordEncoder(table: GroupTable): (stored: SavedRollout) => Uint8Array {
  const indices = new Map(table.passages.map((passage, i) => [passageKey(passage), i]));
  const shortRetrieval = ({ query, elapsedMs, passages }: Retrieval): NamedTurn['retrieval'] => ({
    query,
    elapsedMs: elapsedMs === null ? null : fourDigits(elapsedMs),
    passages: passages.map(({ passage, relevance }) => [indices.get(passageKey(passage))!, fourDigits(relevance)]),
  });
  return ({ rollout, scores, credit, belief, ratio, value }) => {
    const { id, groupId, group, member, grownFrom, promptLength, stopReason, answer, wellFormed, error } = rollout;
    const { tokens, mask, logProb, entropy, groundTruthLogProb } = rollout;
    const named: Named = {
      ...{ id, groupId, group, member, promptLength, stopReason, answer, wellFormed, error, scores },
      ...(grownFrom && { grownFrom }),
      turns: rollout.turns.map((turn) => ({ ...turn, retrieval: turn.retrieval && shortRetrieval(turn.retrieval) })),
      maskRuns: maskRuns(mask),
      tokens: tokens.length,
      ...(credit && { rewards: credit.reward.length, advantages: credit.advantage.length }),
      beliefs: belief?.length ?? null,
      groundTruthTokens: groundTruthLogProb?.map((values) => values.length) ?? null,
      hasRatio: ratio !== null,
      ...(value && { hasValue: true }),
    };
    const where = `rollout ${id}`;
    const json = Buffer.from(JSON.stringify(named, (key, value: unknown) => finite(key, value, where)));
    const columns = packColumns([
      tokens,
      rounded(gather(logProb, mask, 0, `${where}, logProb`)),
      rounded(gather(entropy, mask, 0, `${where}, entropy`)),
      ...(ratio ? [rounded(gather(ratio, mask, 1, `${where}, ratio`))] : []),
      ...(credit ? [credit.reward, credit.advantage] : []),
      ...[...(belief ? [belief] : []), ...(groundTruthLogProb ?? []), ...(value ? [value] : [])],
    ]);
    const bytes = Buffer.alloc(4 + json.length + columns.length);
    bytes.writeUInt32LE(json.length);
    bytes.set(json, 4);
    bytes.set(columns, 4 + json.length);
    return bytes;
  };
}

/** The text of a rollout, as searched for words. */
export interface RolloutText {
  readonly question: Question;
  readonly answer: string | null;
  readonly turns: readonly Pick<Turn, 'thought' | 'query' | 'retrieval'>[];
}

/** Rollouts that this process has decoded in full, for tests that count them. */
export const decodes = { rollouts: 0 };

/** The text of a record that `recordEncoder` wrote with the same table. Does not decode values per token. */
export function decodeText(bytes: Buffer, table: GroupTable): RolloutText {
  const { answer, turns } = namedOf(bytes, table);
  return { question: table.question, answer, turns: turns.map((turn) => fullTurn(turn, table)) };
}

/** The rollout of a record that `recordEncoder` wrote with the same table. In records of earlier versions the group's
 *  id is taken from the rollout's id, and the zero credit of an evaluation is read as none. */
export function decodeRecord(bytes: Buffer, table: GroupTable, set: ChunkSet): SavedRollout {
  decodes.rollouts++;
  const named = namedOf(bytes, table);
  const { id, group, member, grownFrom, promptLength, stopReason, answer, wellFormed, error, scores } = named;
  const columns = columnReader(bytes.subarray(jsonEnd(bytes)));
  const tokens = columns.int32(named.tokens); // before the mask is made: throws unless as many tokens are there
  const mask = maskFromRuns(named.maskRuns);
  const masked = named.maskRuns.reduce((total, run, i) => total + (i % 2) * run, 0);
  const logProb = scatter(columns.float32(masked), mask, 0);
  const entropy = scatter(columns.float32(masked), mask, 0);
  const ratio = named.hasRatio ? scatter(columns.float32(masked), mask, 1) : null;
  const savedCredit =
    named.rewards === undefined || named.advantages === undefined
      ? null
      : { reward: columns.float64(named.rewards), advantage: columns.float64(named.advantages) };
  const credit = named.groupId === undefined && set === 'evaluation' ? null : savedCredit;
  const belief = named.beliefs === null ? null : columns.float64(named.beliefs);
  const groundTruthLogProb = named.groundTruthTokens?.map((length) => columns.float32(length)) ?? null;
  const value = named.hasValue && columns.float32(named.tokens);
  const turns = named.turns.map((turn) => fullTurn(turn, table));
  const rollout: Rollout = {
    ...{ id, groupId: named.groupId ?? groupIdFrom(id), questionId: table.question.id, group, member },
    ...{ tokens, promptLength, mask, logProb, entropy, turns },
    ...{ stopReason, answer, wellFormed, groundTruthLogProb, error, ...(grownFrom && { grownFrom }) },
  };
  return { rollout, question: table.question, scores, credit, belief, ratio, ...(value && { value }) };
}

const jsonEnd = (bytes: Buffer): number => 4 + bytes.readUInt32LE(0);

const namedOf = (bytes: Buffer, table: GroupTable): Named => checkRecord(lengthPrefixedJson(bytes), table, 'record');

/** Most bytes of JSON in a record or a table: parsing as much takes a tenth of a second. */
const mostJson = 2 ** 23;

/** The JSON at the start of some bytes, after its length. Throws RangeError if its length is not there, SyntaxError for
 *  other bytes. */
export function lengthPrefixedJson(bytes: Buffer): unknown {
  const end = bytes.length < 4 ? NaN : jsonEnd(bytes);
  if (!(end <= Math.min(bytes.length, mostJson)))
    throw new RangeError(`expected JSON within ${Math.min(bytes.length, mostJson)} bytes, got a length of ${end}`);
  return JSON.parse(bytes.toString('utf8', 4, end));
}

const fullTurn = (turn: NamedTurn, table: GroupTable): Turn => ({
  ...turn,
  retrieval: turn.retrieval && fullRetrieval(turn.retrieval, table),
});

const fullRetrieval = (
  { query, elapsedMs, passages }: NonNullable<NamedTurn['retrieval']>,
  table: GroupTable,
): Retrieval => ({
  query,
  elapsedMs,
  passages: passages.map(([index, relevance]) => ({ passage: table.passages[index], relevance })),
});

const fourDigits = (value: number): number => Number(value.toPrecision(4));

function finite(key: string, value: unknown, where: string): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`internal: ${where}: expected a finite ${key}, got ${value}`);
  return value;
}
