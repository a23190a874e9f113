/** What the policy would believe had a search brought random passages: the same context, only the evidence is another. */
import type { Passage } from '../data/passage.ts';
import type { Rollout, Turn } from '../rollout/rollout.ts';
import type { Task } from '../rollout/roll-out.ts';
import { mean } from '../util/math.ts';
import { stream, type Rng } from '../util/rng.ts';
import { forkRow } from './fork-row.ts';
import { scorersRead } from './trainer.ts';
import type { Trainer } from './trainer.ts';

/** Source: IG-Search, arXiv:2604.15148. */
const draws = 3;

type Groups = readonly (readonly Rollout[])[];

/** The rollouts with `randomEvidenceBelief` where scores read it: for each response three draws of as many passages as were found, from the
 *  same corpus and not among them, and the belief in the first accepted answer after them. tasks: one per group. */
export async function withRandomEvidence(groups: Groups, tasks: readonly Task[], trainer: Trainer): Promise<Groups> {
  if (!scorersRead(trainer).some(({ readsRandomEvidence }) => readsRandomEvidence)) return groups;
  const { protocol, learner, config } = trainer;
  const scored = groups.flatMap((group, g) => {
    const fork = protocol.groundTruthFork(tasks[g].question.groundTruth[0], config.rollout.wrapper);
    return group.flatMap((rollout) => {
      const rng = stream(config.seed, `randomEvidence/${rollout.id}`);
      return answered(rollout).flatMap((turn) =>
        Array.from({ length: draws }, () => {
          const response = protocol.response(others(turn, tasks[g], rng), config.rollout.maxResponseTokens);
          return forkRow(Int32Array.of(...rollout.tokens.subarray(0, turn.message.end), ...response), fork);
        }),
      );
    });
  });
  const logProbs = await learner.logProbs(scored, 'current');
  const beliefs = scored.map(({ span }, i) => mean(logProbs[i].subarray(span.start, span.end))).values();
  return groups.map((group) =>
    group.map((rollout) => ({
      ...rollout,
      randomEvidenceBelief: answered(rollout).map(() =>
        Float64Array.from({ length: draws }, () => beliefs.next().value!),
      ),
    })),
  );
}

const answered = ({ turns }: Rollout): Turn[] => turns.filter(({ response }) => response !== null);

/** As many passages as the turn found, none of them and none twice; fewer where the corpus has no more. */
function others({ retrieval }: Turn, { corpus }: Task, rng: Rng) {
  const taken = new Set(retrieval!.passages.map(({ passage }) => passage.text));
  const left = corpus.passages.filter(({ text }) => !taken.has(text));
  const drawn: Passage[] = rng.shuffle(left).slice(0, retrieval!.passages.length);
  return drawn.map((passage) => ({ passage, relevance: 0 }));
}
