import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolloutJson, rolloutMarkdown } from '../../../../../renderer/features/rollouts/replay/export.ts';
import { rolloutView } from '../saved-rollout.ts';

test('JSON has every number and every token, and is JSON where a value is not finite', () => {
  const read = JSON.parse(rolloutJson(rolloutView({ belief: Float64Array.of(-2, -Infinity) })));
  assert.deepEqual(read.belief, [-2, null]);
  assert.deepEqual(read.credit.advantage, [-0.25, 2]);
  assert.equal(read.rollout.tokens.length, 16);
  assert.equal(read.tokenTexts[6], 'mother');
  assert.deepEqual(read.address, { run: 'quickstart/igpo-seed-1', step: 4, set: 'training', n: 1 });
});

test('Markdown gives the rollout turn by turn, and its texts stay text', () => {
  const text = rolloutMarkdown(rolloutView(), 'http://127.0.0.1/#/rollouts');
  assert.match(text, /^# Who is the \\\*mother\\\* of Bela\?\n/);
  assert.match(text, /- Truth: Ada · Ada L\./);
  assert.match(text, /- P\(truth\): 14 % → 61 %/); // exp(−2), exp(−0.5)
  assert.match(
    text,
    /## Turn 1\n\n- Thought: Start\n- Query: mother of Bela\n {2}- ★ \*\*Bela\*\*: The mother of Bela is Ada\./,
  );
  assert.match(text, /- Information gain: \+1\.50 nats\n- Reward \+0\.50, advantage −0\.25/);
  assert.match(text, /## Turn 2\n\n- Answer: Ada\n- Reward \+1\.00, advantage \+2\.00/);
});

test('an exported rollout without credit has no reward and no advantage, not 0', () => {
  const view = rolloutView({ credit: null });
  assert.equal(JSON.parse(rolloutJson(view)).credit, null);
  assert.doesNotMatch(rolloutMarkdown(view), /reward|advantage/i);
});
