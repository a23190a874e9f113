import { add, mul, neg, sub } from '../build.ts';
import { distribution } from '../distribution.ts';
import type { Composite } from '../operator.ts';

/** Log-prob of one token per row and the entropy of each row: logits [N, V], token [N, 1] → two [N, 1], nats. Written
 *  as logit − ln Σ eˡ: LogSoftmax falls back to the CPU on WebGPU, and the whole [N, V] matrix of log-probs is never
 *  needed. */
export const tokenLogProb: Composite = {
  kind: 'composite',
  name: 'TokenLogProb',
  expand: (g, [logits, token]) => {
    const { probs, normaliser, entropy } = distribution(g, logits!);
    const logProb = sub(g, g.apply('GatherElements', [logits!, token!], { axis: 1 })[0], normaliser);
    return { outputs: [logProb, entropy], saved: [probs, normaliser] };
  },
  // d logits = dy·(onehot − p) − dh·p ∘ (logits − normaliser + entropy)
  gradient: ({
    graph: g,
    inputs: [logits, token],
    outputs: [, entropy],
    saved: [probs, normaliser],
    gradients: [dy, dh],
  }) => {
    const parts = [];
    if (dy) {
      const spread = mul(g, probs!, neg(g, dy));
      parts.push(g.apply('ScatterElements', [spread, token!, dy], { axis: 1, reduction: 'add' })[0]);
    }
    if (dh) parts.push(mul(g, mul(g, probs!, neg(g, dh)), add(g, sub(g, logits!, normaliser!), entropy!)));
    return [parts.reduce((a, b) => add(g, a, b)), null];
  },
  examples: [{ inputs: [{ shape: [4, 6] }, { shape: [4, 1], dtype: 'int64', high: 6 }] }],
};
