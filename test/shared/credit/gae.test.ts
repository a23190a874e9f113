import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '../../../shared/record/rollout.ts';
import { criticCredit } from '../../../shared/credit/critic.ts';
import { gae } from '../../../shared/credit/gae.ts';
import type { ToolTokenRule } from '../../../shared/credit/gae.ts';
import { returns } from '../../../shared/credit/returns.ts';
import { whiten } from '../../../shared/credit/whiten.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';

const reward = [0, 0, 0, 0, 1];
const value = [0.2, 0.3, 0.9, 0.4, 0.6];
const mask = [1, 1, 0, 1, 1]; // token 3 is the environment's

/** γ, λ, rule, then A, returns and A whitened on the mask */
const v12: readonly (readonly [number, number, ToolTokenRule, readonly number[][]])[] = [
  [
    1,
    1,
    'include',
    [
      [0.8, 0.7, 0.1, 0.6, 0.4],
      [1, 1, 1, 1, 1],
      [1.024695, 0.439155, 0, -0.146385, -1.317465],
    ],
  ],
  [
    1,
    1,
    'skip',
    [
      [0.8, 0.7, 0.6, 0.6, 0.4],
      [1, 1, 1.5, 1, 1],
      [1.024695, 0.439155, 0, -0.146385, -1.317465],
    ],
  ],
  [
    ...([0.9, 0.95, 'include'] as const),
    [
      [0.412559, 0.400654, -0.12789, 0.482, 0.4],
      [0.612559, 0.700654, 0.77211, 0.882, 1],
      [-0.286657, -0.590166, 0, 1.483663, -0.606841],
    ],
  ],
  [
    ...([0.9, 0.95, 'skip'] as const),
    [
      [0.473654, 0.47211, 0.482, 0.482, 0.4],
      [0.673654, 0.77211, 1.382, 0.882, 1],
      [0.437416, 0.397005, 0, 0.655847, -1.490268],
    ],
  ],
];
for (const [gamma, lambda, toolTokens, [advantage, target, whitened]] of v12)
  test(`V12: GAE with γ ${gamma}, λ ${lambda}, tool tokens ${toolTokens}`, () => {
    const estimate = gae(reward, value, mask, { gamma, lambda, toolTokens });
    close(estimate.advantage, advantage);
    close(estimate.target, target);
    close(whiten([estimate.advantage], [mask])[0], whitened);
  });

test('skipping the environment’s tokens equals GAE on the sequence without them', () => {
  randomCases(200, 'skip', (rng) => {
    const masks = Array.from({ length: 1 + rng.integer(12) }, () => rng.integer(2));
    const draw = () => masks.map((m) => m * rng.normal());
    const [rewards, values] = [draw(), masks.map(() => rng.normal())];
    const options = { gamma: rng.next(), lambda: rng.next(), toolTokens: 'skip' } as const;
    const own = <T>(row: ArrayLike<T>) => Array.from(row).filter((_, t) => masks[t] === 1);
    const whole = gae(rewards, values, masks, options);
    const short = gae(own(rewards), own(values), own(masks), { ...options, toolTokens: 'include' });
    assert.deepEqual(own(whole.advantage), [...short.advantage]);
    assert.deepEqual(own(whole.target), [...short.target]);
  });
});

test('with value estimates of 0 and γ = λ = 1 every advantage is the sum of the rewards to come, bit for bit', () => {
  randomCases(100, 'returns', (rng) => {
    const rewards = Array.from({ length: 1 + rng.integer(9) }, () => rng.normal());
    const zeros = rewards.map(() => 0);
    const all = rewards.map(() => 1);
    const { advantage, target } = gae(rewards, zeros, all, { gamma: 1, lambda: 1, toolTokens: 'skip' });
    assert.deepEqual(advantage, returns(rewards, 1));
    assert.deepEqual(target, advantage);
  });
});

test('with λ = 0 an advantage is the error of one step’s value estimate, whatever comes later', () => {
  // δ = r + .5 · V[t+1] − V
  const { advantage } = gae([0, 2], [1, 3], [1, 1], { gamma: 0.5, lambda: 0, toolTokens: 'skip' });
  close(advantage, [0.5, -1]);
});

test('rewards and values must fit the tokens', () => {
  const options = { gamma: 1, lambda: 1, toolTokens: 'skip' } as const;
  assert.throws(() => gae([0], [0, 0], [1, 1], options), /gae: expected 2 rewards and values, got 1 and 2/);
});

test('a turn’s reward is paid at the last token of its message, and nothing lands outside of the mask', () => {
  // V12’s tokens as two turns, tokens 1–2 and 4–5; rewards .5 and 1 at tokens 2 and 5; γ = λ = 1: returns 1.5, 1.5, ·,
  // 1, 1
  const values = {
    ...({ gamma: 1, lambda: 1, toolTokens: 'skip', whitenAdvantage: false } as const),
    ...{ valueCoefficient: 0.5, valueClip: 0.5 },
  };
  const messages = [
    { start: 0, end: 2 },
    { start: 3, end: 5 },
  ];
  const turns = messages.map((message) => ({ message })) as unknown as Turn[];
  const logProb = new Float32Array(5);
  const rollout = { id: 'r', promptLength: 0, turns, mask: Uint8Array.from(mask), logProb };
  const [credit] = criticCredit([{ reward: [0.5, 1], rollout, group: 0, value }], values)!;
  close(credit.advantage, [1.3, 1.2, 0, 0.6, 0.4]);
  close(
    [0, 1, 3, 4].map((t) => credit.critic!.target[t]),
    [1.5, 1.5, 1, 1],
  );
});
