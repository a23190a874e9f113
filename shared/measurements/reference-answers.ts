/** Log-probs of the accepted answers under a frozen policy, the teacher, prefix by prefix. */
import type { Question } from '../data/question.ts';
import type { ScoreRequest } from '../model/sampler.ts';
import type { GroundTruthFork } from '../rollout/protocol.ts';
import { sum } from '../util/math.ts';
import { groundTruthRoom } from './measurement.ts';
import type { FinishedMeasurement } from './measurement.ts';

/** [1 + responses][accepted answers] log-prob of each whole answer in the run's wrapper, after the prompt and after
 *  each response, nats. The teacher reads every rollout once, and the answers as forks. */
export const referenceAnswers: FinishedMeasurement = {
  name: 'referenceAnswers',
  when: 'beforeScoring',
  policy: 'teacher',
  room: () => 3 * groundTruthRoom, // other accepted answers may be longer than the first
  forwardPasses: 1,
  result: ({ measured }) => measured?.referenceAnswers,
  measure: async (groups, tasks, { protocol, config, teacher }) => {
    if (!teacher)
      throw new TypeError('scores: expected a teacher that reads the rollouts, got none — open the trainer with one');
    const forks = tasks.map(({ question }) =>
      question.groundTruth.map((answer) => protocol.groundTruthFork(answer, config.rollout.wrapper)),
    );
    tasks.forEach(({ question }, g) => requireRoom(question, forks[g], teacher.maxLength - config.rollout.maxTokens));
    const rows = teacher.start(groups.flat().length).values();
    const read = groups.map((group, g) =>
      group.map((rollout) => {
        const responses = rollout.turns.flatMap(({ response }) => (response ? [response.end] : []));
        const ends = [rollout.promptLength, ...responses];
        return { rollout, row: rows.next().value!, ends, forks: forks[g], results: [] as Float64Array[] };
      }),
    );
    const open = read.flat();
    try {
      for (let prefix = 0; ; prefix++) {
        const reading = open.filter(({ ends }) => prefix < ends.length);
        if (reading.length === 0) break;
        const first = await teacher.append(
          reading.map(({ row, rollout, ends, forks }) => ({
            ...forkOf(row, forks[0]),
            tokens: rollout.tokens.subarray(ends[prefix - 1] ?? 0, ends[prefix]),
          })),
        );
        const others = await teacher.score(
          reading.flatMap(({ row, forks }) => forks.slice(1).map((fork) => forkOf(row, fork))),
        );
        const further = others.values();
        reading.forEach(({ forks, results }, i) => {
          const scores = [first[i], ...forks.slice(1).map(() => further.next().value)];
          results.push(Float64Array.from(scores, (score) => sum(score!))); // every row has a fork
        });
      }
    } finally {
      teacher.release(open.map(({ row }) => row));
    }
    return read.map((group) =>
      group.map(({ rollout, results }) => ({
        ...rollout,
        measured: { ...rollout.measured, referenceAnswers: results },
      })),
    );
  },
};

/** Throws RangeError naming an accepted answer that does not fit after a rollout of full length. room: tokens. */
function requireRoom({ id, groundTruth }: Question, forks: readonly GroundTruthFork[], room: number): void {
  const tooLong = forks.findIndex(({ span }) => span.end > room);
  if (tooLong >= 0)
    throw new RangeError(
      `question ${id}: expected accepted answers of at most ${room} tokens in their wrapper, got ${forks[tooLong].span.end} for '${groundTruth[tooLong]}' — shorten it or leave it out`,
    );
}

const forkOf = (row: number, { tokens, span }: GroundTruthFork): ScoreRequest => ({
  row,
  fork: tokens.subarray(0, span.end),
  forkFrom: span.start,
});
