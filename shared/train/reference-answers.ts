/** What a frozen policy, the teacher, makes of the accepted answers as a rollout goes on. */
import type { Rollout } from '../rollout/rollout.ts';
import type { Task } from '../rollout/roll-out.ts';
import { sum } from '../util/math.ts';
import { forkRow } from './fork-row.ts';
import { scoresReferenceAnswers } from './trainer.ts';
import type { Trainer } from './trainer.ts';

type Groups = readonly (readonly Rollout[])[];

/** The rollouts with `refAnswerLogProb` where scores read it: each accepted answer in the run's wrapper after the prompt and after each
 *  response, under the teacher. A pass over prefix and answer for each of these, in one call. tasks: one per group. */
export async function withReferenceAnswers(groups: Groups, tasks: readonly Task[], trainer: Trainer): Promise<Groups> {
  if (!scoresReferenceAnswers(trainer)) return groups;
  const { protocol, learner, config } = trainer;
  const forks = tasks.map(({ question }) =>
    question.groundTruth.map((answer) => protocol.groundTruthFork(answer, config.rollout.wrapper)),
  );
  const scored = groups.flatMap((group, g) =>
    group.flatMap(({ tokens, promptLength, turns }) =>
      [promptLength, ...turns.flatMap(({ response }) => (response ? [response.end] : []))].map((end) =>
        forks[g].map((fork) => forkRow(tokens.subarray(0, end), fork)),
      ),
    ),
  );
  const logProbs = (await learner.logProbs(scored.flat(), 'teacher')).values();
  const answers = scored
    .map((row) => Float64Array.from(row, ({ span }) => sum(logProbs.next().value!.subarray(span.start, span.end))))
    .values();
  return groups.map((group) =>
    group.map((rollout) => {
      const prefixes = 1 + rollout.turns.filter(({ response }) => response !== null).length;
      return { ...rollout, refAnswerLogProb: Array.from({ length: prefixes }, () => answers.next().value!) };
    }),
  );
}

/** Takes the teacher anew from the policy where the algorithm wants that after this step. */
export async function renewTeacher(step: number, { algorithm, config, learner }: Trainer): Promise<void> {
  const every = algorithm.teacherEvery?.(config.algorithm) ?? 0;
  if (every > 0 && step % every === 0) await learner.refreshTeacher();
}
