/** Random stored rollouts, valid by the contract of `Rollout`, for tests of whatever saves, lists or shows them. */
import type { Passage } from '../../shared/data/passage.ts';
import type { Question } from '../../shared/data/question.ts';
import type { StopReason, Turn } from '../../shared/record/rollout.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { mean } from '../../shared/util/math.ts';
import type { Rng } from '../../shared/util/rng.ts';

export interface Shape {
  readonly step: number;
  readonly groups: number;
  readonly groupSize: number;
  /** Most turns, messages of 6–10 tokens, responses of 14–18. */
  readonly turns: number;
  readonly promptLength: number;
  readonly vocabularySize: number;
  /** True: with value estimates of a critic. */
  readonly critic?: boolean;
  /** False: nothing was learned from them, as in an evaluation. */
  readonly credit?: boolean;
}

const syllables = ['ka', 'ro', 'min', 'tel', 'sa', 'vor', 'lu', 'dep', 'ni', 'bra'];
const relations = ['mother', 'employer', 'birthplace', 'rival', 'mentor'];
const name = (rng: Rng): string => rng.pick(syllables) + rng.pick(syllables) + rng.pick(syllables);

export function randomRollouts(rng: Rng, shape: Shape): SavedRollout[] {
  return Array.from({ length: shape.groups }, (_, group) => {
    const question = randomQuestion(rng, shape.step, group);
    const corpus = Array.from({ length: 8 }, (_, i) => randomPassage(rng, i));
    const prompt = Array.from({ length: shape.promptLength }, () => rng.integer(shape.vocabularySize));
    return Array.from({ length: shape.groupSize }, (_, member) =>
      randomRollout(rng, shape, { question, corpus, prompt, group, member }),
    );
  }).flat();
}

function randomQuestion(rng: Rng, step: number, group: number): Question {
  const answer = name(rng);
  return {
    id: `q${step}-${group}`,
    text: `who is the ${rng.pick(relations)} of the ${rng.pick(relations)} of ${name(rng)} ?`,
    groundTruth: [answer],
    split: 'train',
    corpusId: `world${group}`,
    kind: 'path',
    hops: 2,
    supporting: ['p1', 'p2'],
    hopAnswers: [name(rng), answer],
    supportingText: [name(rng), name(rng)],
    searchKeys: [[name(rng)], [name(rng), name(rng)]],
  };
}

const randomPassage = (rng: Rng, i: number): Passage => ({
  id: `p${i}`,
  title: name(rng),
  text: relations.map((relation) => `${relation} ${name(rng)}`).join(' . '),
});

interface Member {
  readonly question: Question;
  readonly corpus: readonly Passage[];
  readonly prompt: readonly number[];
  readonly group: number;
  readonly member: number;
}

function randomRollout(rng: Rng, shape: Shape, { question, corpus, prompt, group, member }: Member): SavedRollout {
  const stopReason = rng.pick<StopReason>(['answered', 'answered', 'answered', 'maxTurns', 'maxTokens', 'error']);
  const count = stopReason === 'error' ? rng.integer(shape.turns + 1) : 1 + rng.integer(shape.turns);
  const tokens = [...prompt];
  const mask = prompt.map(() => 0);
  const write = (length: number, by: 0 | 1): { start: number; end: number } => {
    const start = tokens.length;
    for (let i = 0; i < length; i++) {
      tokens.push(rng.integer(shape.vocabularySize));
      mask.push(by);
    }
    return { start, end: tokens.length };
  };
  const answer = stopReason === 'answered' ? rng.pick(['', question.groundTruth[0], name(rng)]) : null;
  const turns = Array.from({ length: count }, (_, k): Turn => {
    const message = write(6 + rng.integer(5), 1);
    const thought = rng.pick([null, `think ${name(rng)} – ä 文`]);
    if (k === count - 1) return { message, response: null, thought, query: null, retrieval: null, answer };
    const query = `${rng.pick(relations)} of ${name(rng)}`;
    const passages = rng
      .shuffle(corpus)
      .slice(0, rng.integer(4))
      .map((passage) => ({ passage, relevance: 10 * rng.next() }));
    const retrieval = { query, passages, elapsedMs: rng.pick([null, 30 * rng.next()]) };
    return { message, response: write(14 + rng.integer(5), 0), thought, query, retrieval, answer: null };
  });
  const perToken = (draw: () => number, outside: number): Float32Array =>
    Float32Array.from(mask, (one) => (one === 1 ? draw() : outside));
  const perTurn = (): Float64Array => Float64Array.from({ length: count }, () => rng.normal());
  const groundTruthLogProb = rng.pick([true, true, false])
    ? Array.from({ length: Math.max(1, count) }, () => Float32Array.from({ length: 2 }, () => Math.log(1 - rng.next())))
    : null;
  const answerF1 = answer === question.groundTruth[0] ? 1 : 0;
  return {
    rollout: {
      ...{
        id: `${shape.step}/${group}/${member}`,
        groupId: `${shape.step}/${group}`,
        questionId: question.id,
        group,
        member,
      },
      ...{ turns, stopReason, answer },
      ...(member > 0 && count > 1 && { grownFrom: { member: 0, tokens: turns[1].message.start } }),
      tokens: Int32Array.from(tokens),
      mask: Uint8Array.from(mask),
      promptLength: prompt.length,
      logProb: perToken(() => Math.log(1 - rng.next()), 0),
      entropy: perToken(() => 3 * rng.next(), 0),
      wellFormed: stopReason === 'answered',
      groundTruthLogProb,
      error: stopReason === 'error' ? 'retriever: timed out' : null,
    },
    question,
    scores: {
      turns: count,
      answered: stopReason === 'answered',
      wellFormed: stopReason === 'answered',
      turnScores: { informationGain: Array.from({ length: count }, (_, k) => (k === count - 1 ? null : rng.normal())) },
      outcomeScores: { answerF1Set: answerF1, exactMatch: answerF1 },
    },
    credit: shape.credit === false ? null : { reward: perTurn(), advantage: perTurn() },
    belief: groundTruthLogProb && Float64Array.from(groundTruthLogProb, mean),
    ratio: rng.pick([null, perToken(() => Math.exp(0.1 * rng.normal()), 1)]),
    ...(shape.critic && { value: Float32Array.from(mask, () => rng.normal()) }),
  };
}
