/** What a frozen policy, the teacher, makes of the accepted answers as a rollout goes on. */
import type { Question } from '../data/question.ts';
import type { ScoreRequest } from '../model/sampler.ts';
import type { GroundTruthFork } from '../rollout/protocol.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';
import type { Task } from '../data/task.ts';
import { sum } from '../util/math.ts';
import { scoresReferenceAnswers } from './trainer.ts';
import type { Trainer } from './trainer.ts';

type Groups = readonly (readonly WorkingRollout[])[];

/** The rollouts with `refAnswerLogProb` where scores read it: each accepted answer in the run's wrapper after the prompt and after each
 *  response, under the teacher. It reads every rollout once, and the answers as forks. tasks: one per group. */
export async function withReferenceAnswers(groups: Groups, tasks: readonly Task[], trainer: Trainer): Promise<Groups> {
  if (!scoresReferenceAnswers(trainer)) return groups;
  const { protocol, config, teacher } = trainer;
  if (!teacher)
    throw new TypeError('scores: expected a teacher that reads the rollouts, got none — open the trainer with one');
  const forks = tasks.map(({ question }) =>
    question.groundTruth.map((answer) => protocol.groundTruthFork(answer, config.rollout.wrapper)),
  );
  tasks.forEach(({ question }, g) => requireRoom(question, forks[g], teacher.maxLength - config.rollout.maxTokens));
  const rows = teacher.start(groups.flat().length).values();
  const read = groups.map((group, g) =>
    group.map((rollout) => {
      const ends = [rollout.promptLength, ...rollout.turns.flatMap(({ response }) => (response ? [response.end] : []))];
      return { rollout, row: rows.next().value!, ends, forks: forks[g], refAnswerLogProb: [] as Float64Array[] };
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
      reading.forEach(({ forks, refAnswerLogProb }, i) => {
        const scores = [first[i], ...forks.slice(1).map(() => further.next().value)];
        refAnswerLogProb.push(Float64Array.from(scores, (score) => sum(score!))); // every row was given a fork
      });
    }
  } finally {
    teacher.release(open.map(({ row }) => row));
  }
  return read.map((group) => group.map(({ rollout, refAnswerLogProb }) => ({ ...rollout, refAnswerLogProb })));
}

/** Throws RangeError naming an accepted answer that a rollout of full length would leave no room for. room: tokens. */
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

/** Takes the teacher anew from the policy where the algorithm wants that after this step. */
export async function renewTeacher(step: number, { algorithm, config, learner }: Trainer): Promise<void> {
  const every = algorithm.teacherEvery?.(config.algorithm) ?? 0;
  if (every > 0 && step % every === 0) await learner.refreshTeacher();
}
