/** One rollout, turn by turn, for a terminal. */
import { beliefPercent, signed } from '../../shared/statistics/format.ts';
import type { Rollout } from '../../shared/record/rollout.ts';
import { totalReward } from '../../shared/record/saved-rollout.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { divergingBar } from './text.ts';

/** Characters of the gain bar on each side of its middle. */
const half = 10;

/** The rollout as lines of text. ★ marks a passage that supports the answer. */
export function rolloutText(stored: SavedRollout): string[] {
  const { rollout, question, scores } = stored;
  const gains = scores.turnScores.informationGain ?? [];
  const largest = Math.max(0, ...gains.map((gain) => Math.abs(gain ?? 0)));
  const f1 = scores.outcomeScores.answerF1Set;
  const reward = totalReward(stored);
  return [
    `Rollout ${rollout.id}, question ${question.id}`,
    `Question  ${question.text}`,
    `Truth     ${question.groundTruth.join(' | ')}`,
    `Answer    ${rollout.answer ?? `none (${rollout.stopReason})`}${f1 === undefined ? '' : `   F1 ${f1.toFixed(2)}`}${reward === null ? '' : `   reward ${signed(reward)}`}`,
    ...(stored.belief ? [`P(truth)  ${Array.from(stored.belief, beliefPercent).join(' → ')}`] : []),
    ...(rollout.grownFrom
      ? [
          `Branch    of member ${rollout.grownFrom.member}, on its own ${branchPoint(rollout, rollout.grownFrom.tokens)}`,
        ]
      : []),
    ...(rollout.error === null ? [] : [`Error     ${rollout.error}`]),
    ...rollout.turns.flatMap((_, t) => ['', ...turnText(stored, t, largest)]),
  ];
}

function branchPoint({ turns }: Rollout, tokens: number): string {
  const turn = turns.findIndex(({ message }) => message.end > tokens);
  return turns[turn].message.start === tokens ? `from turn ${turn + 1}` : `after the thought of turn ${turn + 1}`;
}

function turnText({ rollout, question, scores, credit, belief }: SavedRollout, t: number, largest: number): string[] {
  const { thought, query, answer, retrieval } = rollout.turns[t];
  const gain = scores.turnScores.informationGain?.[t] ?? null;
  const supporting = new Set(question.supporting ?? []);
  const found = retrieval?.passages ?? [];
  const [before, after] = [belief?.[t], belief?.[t + 1]];
  const change =
    before === undefined || after === undefined ? '' : `   P(truth) ${beliefPercent(before)} → ${beliefPercent(after)}`;
  return [
    `Turn ${t + 1}`,
    ...(thought ? [`  think    ${thought}`] : []),
    ...(query === null ? [] : [`  search   ${query}`]),
    ...found.map(({ passage: { id, title, text } }) => `         ${supporting.has(id) ? '★' : '·'} ${title}: ${text}`),
    ...(retrieval !== null && found.length === 0 ? ['           no passages found'] : []),
    ...(answer === null ? [] : [`  answer   ${answer}`]),
    ...(gain === null ? [] : [`  gain     ${divergingBar(gain, largest, half)} ${signed(gain)} nats${change}`]),
    ...(credit ? [`  credit   reward ${signed(credit.reward[t])}   advantage ${signed(credit.advantage[t])}`] : []),
  ];
}
