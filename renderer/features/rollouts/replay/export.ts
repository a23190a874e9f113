/** Exports one rollout: every number as JSON, or a readable summary as Markdown. */
import type { RolloutView } from '../../../../shared/ipc/rollout-views.ts';
import { signed } from '../../../../shared/statistics/format.ts';
import { totalReward } from '../../../../shared/record/saved-rollout.ts';
import { gainsOf, gainText } from '../turns/gains.ts';
import { beliefPercent } from '../../../../shared/statistics/format.ts';

/** Typed arrays as plain ones, what is not finite as null; the text of every token beside its id. */
export function rolloutJson({ address, saved, vocabulary, words }: RolloutView): string {
  const tokenTexts = Array.from(words, (word) => vocabulary[word]);
  return JSON.stringify({ address, ...saved, tokenTexts }, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  });
}

export function rolloutMarkdown({ address, saved }: RolloutView, link: string | null = null): string {
  const { rollout, question, scores, credit, belief } = saved;
  const { values: gains, form } = gainsOf(saved);
  const supporting = new Set(question.supporting ?? []);
  const head = [
    `# ${oneLine(question.text)}`,
    '',
    `- Run: ${oneLine(address.run)}, step ${address.step}, ${address.set}, rollout ${rollout.id}`,
    `- Truth: ${question.groundTruth.map(oneLine).join(' · ')}`,
    `- Answer: ${rollout.answer === null ? `none (${rollout.stopReason})` : oneLine(rollout.answer)}`,
    ...(scores.outcomeScores.answerF1Set === undefined ? [] : [`- F1: ${scores.outcomeScores.answerF1Set.toFixed(2)}`]),
    ...(credit ? [`- Reward: ${signed(totalReward(saved))}`] : []),
    ...(belief ? [`- P(truth): ${Array.from(belief, beliefPercent).join(' → ')}`] : []),
    ...(rollout.error === null ? [] : [`- Error: ${oneLine(rollout.error)}`]),
    ...(link === null ? [] : [`- Link: ${link}`]),
  ];
  const gainLine = (gain: number | null): string[] =>
    gain === null ? [] : [`- Information gain: ${gainText(gain, form).join(' ')}`];
  const turns = rollout.turns.flatMap((turn, t) => [
    '',
    `## Turn ${t + 1}`,
    '',
    ...(turn.thought ? [`- Thought: ${oneLine(turn.thought)}`] : []),
    ...(turn.query === null ? [] : [`- Query: ${oneLine(turn.query)}`]),
    ...(turn.retrieval?.passages ?? []).map(
      ({ passage: { id, title, text } }) =>
        `  - ${supporting.has(id) ? '★ ' : ''}**${oneLine(title)}**: ${oneLine(text)}`,
    ),
    ...(turn.answer === null ? [] : [`- Answer: ${oneLine(turn.answer)}`]),
    ...gainLine(gains[t] ?? null),
    ...(credit ? [`- Reward ${signed(credit.reward[t])}, advantage ${signed(credit.advantage[t])}`] : []),
  ]);
  return `${[...head, ...turns].join('\n')}\n`;
}

/** Data in one line of Markdown, as text: markup of the data must not become markup of the document. */
const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, '\\$&');
