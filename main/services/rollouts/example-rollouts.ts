/** The rollouts that a report shows: not the best ones, but three that show how the algorithms differ. */
import type { ExampleRollout, ExampleTurn } from '../../../shared/report/report.ts';
import { signed } from '../../../shared/statistics/format.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { allEqual } from '../../../shared/util/math.ts';

/** One group of a run. */
export interface ExampleGroup {
  readonly algorithm: string;
  readonly seed: number;
  readonly step: number;
  readonly rollouts: readonly SavedRollout[];
}

interface Found {
  readonly stored: SavedRollout;
  readonly group: ExampleGroup;
  readonly note: string;
  /** The rollout with the highest value of its kind is shown. */
  readonly worth: number;
}

/** At most one of each kind: gain at work, a group with equal outcomes, a failure. Ties go to the earlier one. */
export function exampleRollouts(groups: readonly ExampleGroup[]): ExampleRollout[] {
  const shown: Found[] = [];
  for (const sort of [gainAtWork, equalOutcomes, failure]) {
    const found = groups
      .flatMap((group) => group.rollouts.map((stored) => sort(stored, group)))
      .filter((one) => one !== null)
      .filter(({ stored }) => !shown.some((other) => other.stored === stored))
      .reduce<Found | null>((best, one) => (best === null || one.worth > best.worth ? one : best), null);
    if (found) shown.push(found);
  }
  return shown.map(({ stored, group, note }) => exampleRollout(stored, group, note));
}

/** A right answer whose turns were credited differently: the gain of a turn that found something against one that did
 *  not. */
function gainAtWork(stored: SavedRollout, group: ExampleGroup): Found | null {
  const gains = stored.scores.turnScores.informationGain ?? [];
  const { exactMatch } = stored.scores.outcomeScores;
  if (exactMatch !== 1 || stored.credit === null || allEqual(stored.credit.advantage)) return null;
  const useful = usefulTurns(stored);
  const turns = gains.flatMap((gain, t) => (gain === null ? [] : [{ t, gain }]));
  const best = most(turns.filter(({ t }) => useful[t]));
  const worst = most(turns.filter(({ t }) => !useful[t]).map(({ t, gain }) => ({ t, gain: -gain })));
  if (best === null || best.gain <= Math.max(0, -(worst?.gain ?? 0))) return null;
  const found = `turn ${best.t + 1} found a passage that the answer needs and gained ${signed(best.gain)} nats`;
  const missed = worst ? `, turn ${worst.t + 1} found nothing new and gained ${signed(-worst.gain)}` : '';
  return { stored, group, note: `Gain at work: ${found}${missed}.`, worth: best.gain + (worst?.gain ?? -10) };
}

/** A group with equal outcomes and unequal advantages: from its outcomes alone nothing would be learned. */
function equalOutcomes(stored: SavedRollout, group: ExampleGroup): Found | null {
  const outcomes = group.rollouts.map(({ scores }) => scores.outcomeScores);
  const equal = ['exactMatch', 'answerF1Set'].every((name) => allEqual(outcomes.map((scores) => scores[name])));
  const advantage = stored.credit?.advantage ?? [];
  if (!equal || group.rollouts.length < 2 || advantage.every((a) => a === 0)) return null;
  const outcome = outcomes[0].exactMatch === 1 ? 'right' : 'wrong';
  return {
    stored,
    group,
    note: `No signal from outcomes: all ${group.rollouts.length} rollouts of this question ended ${outcome}, yet their turns earned different advantages.`,
    worth: Math.max(...advantage) - Math.min(...advantage),
  };
}

/** A wrong answer, or none. One that had found all that it needed comes before a longer one that had not. */
function failure(stored: SavedRollout, group: ExampleGroup): Found | null {
  const { outcomeScores } = stored.scores;
  const { turns, stopReason } = stored.rollout;
  if (outcomeScores.exactMatch !== 0) return null;
  const how = stopReason === 'answered' ? 'answered wrong' : `ended without an answer (${stopReason})`;
  const reached = outcomeScores.chainReached === 1;
  const evidence = reached
    ? 'had found every passage that the answer needs'
    : 'had not found all that the answer needs';
  return {
    stored,
    group,
    note: `A failure: it ${how} after ${turns.length} ${turns.length === 1 ? 'turn' : 'turns'}, and ${evidence}.`,
    worth: turns.length + (reached ? 1000 : 0),
  };
}

const most = <T extends { readonly gain: number }>(turns: readonly T[]): T | null =>
  turns.reduce<T | null>((best, turn) => (best === null || turn.gain > best.gain ? turn : best), null);

/** [K] whether a turn retrieved a supporting passage that no turn before it had. */
function usefulTurns({ rollout, question }: SavedRollout): boolean[] {
  const missing = new Set(question.supporting ?? []);
  return rollout.turns.map(({ retrieval }) =>
    (retrieval?.passages ?? []).map(({ passage }) => missing.delete(passage.id)).includes(true),
  );
}

function exampleRollout(stored: SavedRollout, group: ExampleGroup, note: string): ExampleRollout {
  const { rollout, question, scores, credit, belief } = stored;
  const supporting = new Set(question.supporting ?? []);
  return {
    id: rollout.id,
    note,
    algorithm: group.algorithm,
    seed: group.seed,
    step: group.step,
    question: question.text,
    groundTruth: question.groundTruth,
    answer: rollout.answer,
    answerF1: scores.outcomeScores.answerF1Set,
    stopReason: rollout.stopReason,
    turns: rollout.turns.map((turn, t): ExampleTurn => ({
      thought: turn.thought,
      query: turn.query,
      passages: (turn.retrieval?.passages ?? []).map(({ passage: { id, title } }) => ({
        title,
        supporting: supporting.has(id),
      })),
      gain: scores.turnScores.informationGain?.[t] ?? null,
      beliefBefore: belief?.[t] ?? null,
      beliefAfter: belief?.[t + 1] ?? null,
      reward: credit?.reward[t] ?? null,
      advantage: credit?.advantage[t] ?? null,
      answer: turn.answer,
    })),
  };
}
