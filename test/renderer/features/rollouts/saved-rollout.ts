/** A rollout of two turns that can be read at a glance: a search, then the answer. One token per word or tag. */
import type { RolloutView } from '../../../../shared/ipc/rollout-views.ts';
import type { SavedRollout } from '../../../../shared/record/saved-rollout.ts';

/** Positions: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 */
const texts =
  'Question: Who? <think> Start </think> <search> mother of Bela </search> <information> Ada. </information> <answer> Ada </answer>'.split(
    ' ',
  );

export function savedRollout(change: Partial<SavedRollout> = {}): SavedRollout {
  const mask = Uint8Array.from(texts, (_, t) => ((t >= 2 && t <= 9) || t >= 13 ? 1 : 0));
  return {
    rollout: {
      id: '4/0/1',
      groupId: '4/0',
      questionId: 'q',
      group: 0,
      member: 1,
      tokens: Int32Array.from(texts, (_, t) => t),
      promptLength: 2,
      mask,
      logProb: Float32Array.from(mask, (m, t) => -0.1 * t * m),
      entropy: Float32Array.from(mask, (m) => 0.5 * m),
      turns: [
        {
          message: { start: 2, end: 10 },
          response: { start: 10, end: 13 },
          thought: 'Start',
          query: 'mother of Bela',
          retrieval: {
            query: 'mother of Bela',
            passages: [{ passage: { id: 'p', title: 'Bela', text: 'The mother of Bela is Ada.' }, relevance: 2.5 }],
            elapsedMs: 3,
          },
          answer: null,
        },
        { message: { start: 13, end: 16 }, response: null, thought: null, query: null, retrieval: null, answer: 'Ada' },
      ],
      stopReason: 'answered',
      answer: 'Ada',
      wellFormed: true,
      groundTruthLogProb: null,
      error: null,
    },
    question: {
      id: 'q',
      text: 'Who is the *mother* of Bela?',
      groundTruth: ['Ada', 'Ada L.'],
      split: 'train',
      corpusId: 'c',
      kind: 'path',
      hops: 1,
      supporting: ['p'],
      hopAnswers: null,
      supportingText: null,
      searchKeys: null,
    },
    scores: {
      turns: 2,
      wellFormed: true,
      answered: true,
      turnScores: { informationGain: [1.5, null] },
      outcomeScores: { answerF1Set: 1, exactMatch: 1 },
    },
    credit: { reward: Float64Array.of(0.5, 1), advantage: Float64Array.of(-0.25, 2) },
    belief: Float64Array.of(-2, -0.5),
    ratio: null,
    ...change,
  };
}

export function rolloutView(change: Partial<SavedRollout> = {}): RolloutView {
  return {
    address: { run: 'quickstart/igpo-seed-1', step: 4, set: 'training', n: 1 },
    saved: savedRollout(change),
    vocabulary: texts,
    words: Uint32Array.from(texts, (_, t) => t),
    tokenProblem: null,
  };
}
