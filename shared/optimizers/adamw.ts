/** AdamW: Adam with decoupled weight decay. Source: arXiv:1711.05101v3 Algorithm 2 (PyTorch's form: the decay is scaled
 *  by the learning rate). */
import { number } from '../config/parameter.ts';
import { add, div, mul, scale, scalarOf, sqrt, sub } from '../graph/build.ts';
import type { Optimizer } from './optimizer.ts';

const parameters = {
  beta1: number({ default: 0.9, min: 0, max: 0.9999, help: 'Decay of the gradient mean.' }),
  beta2: number({ default: 0.999, min: 0, max: 0.99999, help: 'Decay of the squared-gradient mean.' }),
  epsilon: number({ default: 1e-8, min: 1e-12, max: 1, help: 'Added to the root of the squared-gradient mean.' }),
  weightDecay: number({
    default: 0,
    min: 0,
    max: 1,
    help: 'Decoupled decay of matrices, per step, times the learning rate.',
  }),
};

// m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  p ← (1 − lr·λ)p − lr · m̂ / (√v̂ + ε),  m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)
export const adamw: Optimizer<typeof parameters> = {
  name: 'adamw',
  title: 'AdamW',
  source: 'arXiv:1711.05101v3 Algorithm 2',
  parameters,
  state: ['mean', 'square'],
  scalars: (step, learningRate, { beta1, beta2, weightDecay }) => ({
    stepSize: learningRate / (1 - beta1 ** step),
    inverseRoot: 1 / Math.sqrt(1 - beta2 ** step),
    keep: 1 - learningRate * weightDecay,
  }),
  update: (g, { param, gradient, state, scalars, decay }, { beta1, beta2, epsilon, weightDecay }) => {
    const mean = add(g, scale(g, state['mean'], beta1), scale(g, gradient, 1 - beta1));
    const square = add(g, scale(g, state['square'], beta2), scale(g, mul(g, gradient, gradient), 1 - beta2));
    const divisor = add(g, mul(g, sqrt(g, square), scalars['inverseRoot']), scalarOf(g, epsilon));
    const kept = decay && weightDecay > 0 ? mul(g, param, scalars['keep']) : param;
    return { param: sub(g, kept, div(g, mul(g, mean, scalars['stepSize']), divisor)), state: { mean, square } };
  },
};
