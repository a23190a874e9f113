/** One example rollout, turn by turn: what was searched, what was found, what it did to the belief. */
import { beliefPercent, fixed, signed } from '../statistics/format.ts';
import { sum } from '../util/math.ts';
import { markup, nothing } from './markup.ts';
import type { Markup } from './markup.ts';
import type { ExampleRollout, ExampleTurn } from './report.ts';

/** `largestGain`: |gain| at the end of the diverging scale, shared by all rollouts of the report. */
export function rolloutSection(rollout: ExampleRollout, index: number, largestGain: number): Markup {
  const { question, groundTruth, answer, answerF1, turns } = rollout;
  const rewards = turns.map(({ reward }) => reward).filter((reward) => reward !== null);
  const total = rewards.length === turns.length ? sum(rewards) : null;
  return markup`<article class="rollout">
<header>${rollout.note === undefined ? nothing : markup`<p class="note">${rollout.note}</p>`}<h3>${question}</h3>
<p><span class="chip s${index % 6}">${rollout.algorithm}</span> seed ${rollout.seed} · step ${rollout.step} · rollout ${rollout.id}</p>
<dl><div><dt>Answer</dt><dd>${answer ?? markup`<em>none (${rollout.stopReason})</em>`}</dd></div><div><dt>Truth</dt><dd>${groundTruth.join(' | ')}</dd></div><div><dt>F1</dt><dd>${fixed(answerF1)}</dd></div><div><dt>Reward</dt><dd>${signed(total)}</dd></div></dl>
${beliefLine(turns)}</header>
<ol class="turns">${turns.map((turn, t) => turnCard(turn, t + 1, largestGain))}</ol></article>`;
}

export const largestGain = (rollouts: readonly ExampleRollout[]): number =>
  rollouts.flatMap((rollout) => rollout.turns).reduce((most, turn) => Math.max(most, Math.abs(turn.gain ?? 0)), 0);

/** P(truth) 2 % → 10 % → 67 %, from the geometric mean probability of a ground-truth token. */
function beliefLine(turns: readonly ExampleTurn[]): Markup {
  const scored = turns.filter((turn) => turn.beliefAfter !== null);
  if (scored.length === 0) return nothing;
  const beliefs = [scored[0].beliefBefore, ...scored.map((turn) => turn.beliefAfter)].filter((b) => b !== null);
  return markup`<p class="belief"><abbr title="exp(belief): geometric mean probability of a ground-truth token">P(truth)</abbr> ${beliefs.map(
    (belief, i) => markup`${i > 0 ? markup` <span class="arrow">→</span> ` : nothing}<b>${beliefPercent(belief)}</b>`,
  )}</p>`;
}

function turnCard(turn: ExampleTurn, number: number, largest: number): Markup {
  return markup`<li><h4>${turn.answer === null ? `Turn ${number}` : `Turn ${number}: answer`}</h4>
${turn.thought ? markup`<p class="thought">${turn.thought}</p>` : nothing}
${turn.query === null ? nothing : markup`<p class="query"><span>search</span> ${turn.query}</p>`}
${turn.answer === null ? nothing : markup`<p class="query"><span>answer</span> ${turn.answer}</p>`}
${passages(turn)}
<div class="credit">${gainBar(turn.gain, largest)}
<table><tbody><tr><th>gain</th><td>${turn.gain === null ? '–' : `${signed(turn.gain)} nats`}</td></tr>
${turn.beliefBefore === null || turn.beliefAfter === null ? nothing : markup`<tr><th>P(truth)</th><td>${beliefPercent(turn.beliefBefore)} → ${beliefPercent(turn.beliefAfter)}</td></tr>`}
<tr><th>reward</th><td>${signed(turn.reward)}</td></tr><tr><th>advantage</th><td>${signed(turn.advantage)}</td></tr></tbody></table></div></li>`;
}

function passages({ passages: found, query }: ExampleTurn): Markup {
  if (query === null) return nothing;
  if (found.length === 0) return markup`<p class="passages none">no passages found</p>`;
  return markup`<ul class="passages">${found.map(
    ({ title, supporting }) =>
      markup`<li${supporting ? markup` class="supporting"` : nothing}><span aria-label="${supporting ? 'supporting' : 'not supporting'}">${supporting ? '★' : '·'}</span>${title}</li>`,
  )}</ul>`;
}

/** From the middle: right and blue for a gain, left and red for a loss. */
function gainBar(gain: number | null, largest: number): Markup {
  const length = gain === null || largest === 0 ? 0 : (Math.abs(gain) / largest) * 98;
  const start = gain !== null && gain < 0 ? 100 - length : 100;
  return markup`<svg class="gain" viewBox="0 0 200 10" preserveAspectRatio="none" role="img" aria-label="information gain ${gain === null ? 'not measured' : signed(gain)}"><rect class="track" x="0" y="4.5" width="200" height="1"/><rect class="${gain !== null && gain < 0 ? 'loss' : 'win'}" x="${start.toFixed(1)}" y="1" width="${length.toFixed(1)}" height="8"/><line x1="100" x2="100" y1="0" y2="10"/></svg>`;
}
