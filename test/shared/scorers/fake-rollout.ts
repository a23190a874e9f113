/** A small rollout with chosen log-probs of the ground truth, answer and retrieved passages. */
import type { Question } from '../../../shared/data/question.ts';
import type { Rollout, Turn } from '../../../shared/record/rollout.ts';

export interface Fake {
  /** Per turn: ids of the retrieved passages, or null for a turn without retrieval. */
  readonly retrieved?: readonly (readonly string[] | null)[];
  readonly groundTruthLogProb?: readonly (readonly number[])[] | null;
  readonly answer?: string | null;
  readonly wellFormed?: boolean;
}

export function fakeRollout({
  retrieved = [null],
  groundTruthLogProb = null,
  answer = null,
  wellFormed = true,
}: Fake): Rollout {
  const turns = retrieved.map((ids, t): Turn => ({
    message: { start: 1 + 2 * t, end: 2 + 2 * t },
    response: ids && { start: 2 + 2 * t, end: 3 + 2 * t },
    thought: null,
    query: ids && 'query',
    retrieval: ids && {
      query: 'query',
      passages: ids.map((id) => ({ passage: { id, title: id, text: id }, relevance: 1 })),
      elapsedMs: null,
    },
    answer: ids ? null : answer,
  }));
  const length = 1 + 2 * turns.length;
  return {
    id: '3/0/2',
    groupId: '3/0',
    questionId: 'q',
    group: 0,
    member: 2,
    tokens: new Int32Array(length),
    promptLength: 1,
    mask: Uint8Array.from({ length }, (_, i) => i % 2),
    logProb: new Float32Array(length),
    entropy: new Float32Array(length),
    turns,
    stopReason: answer === null ? 'maxTurns' : 'answered',
    answer,
    wellFormed,
    groundTruthLogProb: groundTruthLogProb && groundTruthLogProb.map((row) => Float32Array.from(row)),
    error: null,
  };
}

export const fakeQuestion = (
  groundTruth: readonly string[],
  supporting: readonly string[] | null = null,
): Question => ({
  id: 'q',
  text: 'Who?',
  groundTruth,
  split: 'train',
  corpusId: 'c',
  kind: 'path',
  hops: null,
  supporting,
  hopAnswers: null,
  supportingText: null,
  searchKeys: null,
});
