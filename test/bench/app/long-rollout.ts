/** One rollout of a given length, in the words of the built-in worlds, in a run folder of its own. */
import { Journal } from '../../../main/run-folder/journal.ts';
import type { Turn } from '../../../shared/record/rollout.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { stream } from '../../../shared/util/rng.ts';
import { worldTokenizer } from '../../../shared/questions/world.ts';
import { vocabulary } from '../../../shared/worlds/family.ts';
import { graded } from '../../../shared/worlds/graded.ts';
import type { WorldKind } from '../../../shared/worlds/world.ts';
import { syntheticExperiment } from '../../support/synthetic-runs.ts';
import { plannedRuns } from '../../../main/run-folder/experiment-folder.ts';

const turnCount = 24;

export function saveLongRollout(folder: string, tokens: number): void {
  const { config } = plannedRuns('.', syntheticExperiment('long', 1))[0];
  const about = { config, codeVersion: 'bench', device: 'made up', warmStart: 'none', id: 'long' };
  const journal = Journal.create(folder, about, { tokenizer: worldTokenizer.name });
  journal.rollouts(1, [longRollout(tokens, 0, config.world), longRollout(tokens >> 4, 1, config.world)]);
  journal.metrics({ step: 1, 'total/rollouts': 2 });
  journal.event('finished', { step: 1, end: 'steps' });
  journal.close();
}

function longRollout(length: number, member: number, world: object): SavedRollout {
  const rng = stream(member, 'long rollout');
  const { question, corpus } = (graded as WorldKind)
    .create(world as Parameters<WorldKind['create']>[0])
    .question(1, 'train', 1);
  const prompt = worldTokenizer.encode(`Question: ${question.text}`);
  const tokens = [...prompt];
  const word = (): number =>
    vocabulary.indexOf(rng.pick(['the', 'mother', 'of', 'is', 'employer', 'home', 'and', '.']));
  const write = (count: number) => {
    const start = tokens.length;
    for (let i = 0; i < count; i++) tokens.push(word());
    return { start, end: tokens.length };
  };
  const each = Math.floor((length - prompt.length) / turnCount);
  const messages = Math.floor(each / 8);
  const turns = Array.from({ length: turnCount }, (_, k): Turn => {
    const message = write(messages);
    const thought = worldTokenizer.decode(tokens.slice(message.start, message.end));
    if (k === turnCount - 1)
      return { message, response: null, thought, query: null, retrieval: null, answer: question.groundTruth[0] };
    const passages = rng
      .shuffle(corpus.passages)
      .slice(0, 8)
      .map((passage) => ({ passage, relevance: 10 * rng.next() }));
    const query = `mother of ${passages[0].passage.title}`;
    return {
      message,
      response: write(each - messages),
      thought,
      query,
      retrieval: { query, passages, elapsedMs: 1 },
      answer: null,
    };
  });
  write(length - tokens.length); // the answer's message takes the remaining tokens
  const last = turns[turnCount - 1];
  turns[turnCount - 1] = { ...last, message: { ...last.message, end: tokens.length } };
  const mask = new Uint8Array(tokens.length);
  for (const { message } of turns) mask.fill(1, message.start, message.end);
  const perToken = (draw: () => number, outside: number) =>
    Float32Array.from(mask, (one) => (one === 1 ? draw() : outside));
  const perTurn = () => Float64Array.from({ length: turnCount }, () => rng.normal());
  const belief = Float64Array.from({ length: turnCount }, (_, k) => -4 + (3.5 * k) / turnCount);
  const gains = Array.from({ length: turnCount }, (_, k) => (k + 1 < turnCount ? belief[k + 1] - belief[k] : null));
  return {
    rollout: {
      ...{
        id: `1/0/${member}`,
        groupId: '1/0',
        questionId: question.id,
        group: 0,
        member,
        turns,
        stopReason: 'answered',
      },
      ...{ answer: question.groundTruth[0], wellFormed: true, error: null, promptLength: prompt.length, mask },
      tokens: Int32Array.from(tokens),
      logProb: perToken(() => Math.log(1 - rng.next()), 0),
      entropy: perToken(() => 3 * rng.next(), 0),
      groundTruthLogProb: Array.from(belief, (one) => Float32Array.of(one)),
    },
    question,
    scores: {
      ...{ turns: turnCount, answered: true, wellFormed: true },
      turnScores: { informationGain: gains },
      outcomeScores: { answerF1Set: 1, exactMatch: 1 },
    },
    credit: { reward: perTurn(), advantage: perTurn() },
    belief,
    ratio: perToken(() => Math.exp(0.1 * rng.normal()), 1),
  };
}
