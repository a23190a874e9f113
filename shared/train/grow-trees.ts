/** Rollouts of a question as branches of one tree, for algorithms that search. */
import { nextExpansion, pathOf } from '../credit/search-tree.ts';
import type { Path, TreeSearch } from '../credit/search-tree.ts';
import { rollOutMembers } from '../rollout/roll-out.ts';
import type { Batch, Member, RolloutOptions } from '../rollout/roll-out.ts';
import { environmentFailed, sharedSteps, tokensBefore } from '../record/rollout.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import { scorersRead } from './reads.ts';
import type { Trainer } from './trainer.ts';

/** A rollout that the environment did not fail, and its path through the tree. */
interface Branch {
  readonly rollout: WorkingRollout;
  readonly path: Path;
}

/** The tree of each question as its rollouts, by member, at most `groupSize`. In each round every tree expands the
 *  state that UCT selects, and the branches of all trees are rolled out together. Rollouts that the environment failed
 *  are kept but are not in the tree, so their actions are drawn again. */
export async function growTrees(
  batch: Batch,
  search: TreeSearch,
  options: RolloutOptions,
  trainer: Trainer,
): Promise<WorkingRollout[][]> {
  const trees = batch.tasks.map(() => ({ rollouts: [] as WorkingRollout[], branches: [] as Branch[] }));
  const scorers = scorersRead(trainer);
  for (let round = 0; round < search.iterations; round++) {
    const members = trees.flatMap(({ rollouts, branches }, task): Member[] => {
      const expansion = nextExpansion(
        branches.map(({ path }) => path),
        search,
      );
      if (expansion === null) return [];
      const { from, draws } = expansion;
      return Array.from({ length: Math.min(draws, batch.groupSize - rollouts.length) }, (_, i) => ({
        task,
        member: rollouts.length + i,
        ...(from && { from: stateOf(branches[from.rollout].rollout, from.steps) }),
      }));
    });
    if (members.length === 0) break;
    const grown = await rollOutMembers(members, batch, trainer, options);
    grown.forEach((rollout, i) => {
      const { task } = members[i];
      trees[task].rollouts.push(rollout);
      if (environmentFailed(rollout)) return;
      const scored = scoreRollout(rollout, batch.tasks[task].question, scorers);
      const path = pathOf(scored, search.value(scored), sharedSteps(rollout));
      trees[task].branches.push({ rollout, path });
    });
  }
  return trees.map(({ rollouts }) => rollouts);
}

/** The state of a rollout after that many of its steps. */
const stateOf = (rollout: WorkingRollout, steps: number): NonNullable<Member['from']> => ({
  rollout,
  tokens: tokensBefore(rollout, steps),
});
