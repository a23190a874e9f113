/** Rollout summaries as rows, to list and filter without opening a chunk. The rollouts themselves stay in the run folder. */
import type { StopReason } from '../../shared/rollout/rollout.ts';
import type { RolloutSummary } from '../../shared/train/stored-rollout.ts';
import type { ChunkSet } from '../trainer/run-folder.ts';
import type { Store } from './open.ts';

/** A summary and where its rollout is: chunk (step, set) and position in it. */
export interface RolloutRow extends RolloutSummary {
  readonly step: number;
  readonly set: ChunkSet;
  readonly n: number;
}

/** Column name of each field that rows can be ordered by. */
const columns = {
  step: 'step',
  reward: 'reward',
  answerF1: 'answer_f1',
  turns: 'turns',
  tokens: 'tokens',
} as const;

/** What is left out does not restrict. */
export interface RolloutFilter {
  /** First and last step, inclusive. */
  readonly steps?: readonly [number, number];
  readonly set?: ChunkSet;
  readonly questionId?: string;
  readonly stopReason?: StopReason;
  /** True: exactly right only. False: the others, also where it was not scored. */
  readonly correct?: boolean;
  /** Default `step`, ascending; ties in the order of the chunk. */
  readonly orderBy?: keyof typeof columns;
  readonly descending?: boolean;
  readonly limit?: number;
  /** How many to skip. */
  readonly offset?: number;
}

export function addRollouts(store: Store, runId: string, rows: readonly RolloutRow[]): void {
  const insert = store.prepare(
    `INSERT INTO rollout VALUES (@runId, @step, @set, @n, @id, @questionId, @group, @member, @reward, @answerF1, @exactMatch,
       @stopReason, @turns, @tokens)`,
  );
  for (const row of rows) insert.run({ runId, ...row });
}

/** The rollouts of a run that pass the filter. */
export function rolloutSummaries(store: Store, runId: string, filter: RolloutFilter = {}): RolloutRow[] {
  const { where, values } = conditions(runId, filter);
  const { orderBy = 'step', descending = false, limit = -1, offset = 0 } = filter;
  return store
    .prepare(
      `SELECT step, chunk_set AS "set", n, id, question_id AS questionId, group_index AS "group", member, reward,
         answer_f1 AS answerF1, exact_match AS exactMatch, stop_reason AS stopReason, turns, tokens
       FROM rollout WHERE ${where}
       ORDER BY ${columns[orderBy]} ${descending ? 'DESC' : 'ASC'}, step, chunk_set DESC, n LIMIT ? OFFSET ?`,
    )
    .all(...values, limit, offset) as RolloutRow[];
}

/** How many rollouts pass the filter; its limit and offset do not count. */
export function countRollouts(store: Store, runId: string, filter: RolloutFilter = {}): number {
  const { where, values } = conditions(runId, filter);
  return store
    .prepare(`SELECT count(*) FROM rollout WHERE ${where}`)
    .pluck()
    .get(...values) as number;
}

function conditions(runId: string, { steps, set, questionId, stopReason, correct }: RolloutFilter) {
  const parts: [string, ...(string | number)[]][] = [['run_id = ?', runId]];
  if (steps) parts.push(['step BETWEEN ? AND ?', ...steps]);
  if (set) parts.push(['chunk_set = ?', set]);
  if (questionId !== undefined) parts.push(['question_id = ?', questionId]);
  if (stopReason) parts.push(['stop_reason = ?', stopReason]);
  if (correct !== undefined) parts.push([`ifnull(exact_match, 0) ${correct ? '=' : '<>'} 1`]);
  return { where: parts.map(([sql]) => sql).join(' AND '), values: parts.flatMap(([, ...values]) => values) };
}
