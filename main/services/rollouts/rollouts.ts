/** Rollouts for the window: lists come from the store, one rollout and its group from the run folder. */
import { existsSync } from 'node:fs';
import type { AppContract } from '../../../shared/ipc/contract.ts';
import type { Input } from '../../../shared/ipc/declare.ts';
import type { GroupMember, RolloutAddress, RolloutColumns, RolloutView } from '../../../shared/ipc/rollout-views.ts';
import { isTree } from '../../../shared/record/tree.ts';
import { rolloutTree } from '../../../shared/xray/rollout-tree.ts';
import type { RolloutTreeNode } from '../../../shared/record/tree.ts';
import { totalReward } from '../../../shared/record/saved-rollout.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import type { Store } from '../../store/open.ts';
import { findRollouts } from '../../store/rollouts.ts';
import type { OpenChunk } from '../../run-folder/rollout-reader.ts';
import { chunkFile } from '../../run-folder/run-folder.ts';
import type { OpenChunks } from './open-chunks.ts';
import { tokenText } from './token-text.ts';

/** A run's id in the window, its id in the store, and its folder. */
export interface RunPlace {
  readonly id: string;
  /** Null before it has begun. */
  readonly storeId: string | null;
  readonly folder: string;
}

type Asked = Omit<Input<AppContract['rollouts']>, 'runs'>;
type Where = Omit<RolloutAddress, 'run'>;

/** The rollouts of some runs that pass a filter; the column `run` is the index into `runs`. */
export const rolloutColumns = (store: Store, runs: readonly RunPlace[], { filter, ...order }: Asked): RolloutColumns =>
  findRollouts(
    store,
    runs.map(({ storeId }) => storeId),
    filter,
    order,
  );

/** One rollout in full. Throws a sentence if it is missing or damaged. */
export function rolloutView(chunks: OpenChunks, run: RunPlace, where: Where): RolloutView {
  const { index, rollout } = chunkOf(chunks, run, where);
  const saved = rollout(where.n);
  return { address: addressOf(run, where, where.n), saved, ...tokenText(index.tokenizer, saved) };
}

/** The group of a rollout, by member. Throws a sentence if the rollout is missing, or one of its group is damaged. */
export const groupMembers = (chunks: OpenChunks, run: RunPlace, where: Where): GroupMember[] =>
  readGroup(chunks, run, where)
    .map(({ n, saved }) => memberOf(addressOf(run, where, n), saved))
    .sort((a, b) => a.member - b.member);

/** The search tree of that group; null where its rollouts were drawn independently. Throws likewise. */
export function groupTree(chunks: OpenChunks, run: RunPlace, where: Where): RolloutTreeNode[] | null {
  const group = readGroup(chunks, run, where).map(({ saved }) => saved);
  return isTree(group) ? rolloutTree(group) : null;
}

function readGroup(
  chunks: OpenChunks,
  run: RunPlace,
  where: Where,
): { readonly n: number; readonly saved: SavedRollout }[] {
  const { index, rollout } = chunkOf(chunks, run, where);
  const { entries } = index;
  const asked = entries.find(({ n }) => n === where.n);
  if (asked === undefined)
    throw new RangeError(`${nameOf(run, where)}: expected a rollout from 0 to ${entries.length - 1}, got ${where.n}`);
  return entries.filter(({ groupId }) => groupId === asked.groupId).map(({ n }) => ({ n, saved: rollout(n) }));
}

function chunkOf(chunks: OpenChunks, run: RunPlace, where: Where): OpenChunk {
  const path = chunkFile(run.folder, where.step, where.set);
  if (!existsSync(path))
    throw new RangeError(`${nameOf(run, where)}: expected saved rollouts, got none — choose another step`);
  return chunks(path);
}

const nameOf = ({ id }: RunPlace, { step, set }: Where): string => `${id}, ${set} of step ${step}`;

const addressOf = ({ id }: RunPlace, { step, set }: Where, n: number): RolloutAddress => ({ run: id, step, set, n });

const memberOf = (address: RolloutAddress, saved: SavedRollout): GroupMember => {
  const { rollout, scores, credit } = saved;
  return {
    address,
    member: rollout.member,
    reward: totalReward(saved),
    exactMatch: scores.outcomeScores.exactMatch ?? null,
    answerF1: scores.outcomeScores.answerF1Set ?? null,
    answer: rollout.answer,
    stopReason: rollout.stopReason,
    gains: scores.turnScores.informationGain ?? scores.turnScores.informationGainProb ?? rollout.turns.map(() => null),
    advantages: rollout.turns.map((_, t) => credit?.advantage[t] ?? null),
  };
};
