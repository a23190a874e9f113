/** Stochastic gradient descent with momentum. Source: PyTorch's torch.optim.SGD (dampening 0, no Nesterov). */
import { number } from '../config/parameter.ts';
import { add, mul, scale, sub } from '../graph/build.ts';
import type { Optimizer } from './optimizer.ts';

const parameters = {
  momentum: number({ default: 0, min: 0, max: 0.9999, help: 'Share of the last velocity that is kept.' }),
  weightDecay: number({ default: 0, min: 0, max: 1, help: 'Added to the gradient of matrices, times the parameter.' }),
};

// u ← μu + g + λp,  p ← p − lr·u
export const sgd: Optimizer<typeof parameters> = {
  name: 'sgd',
  title: 'SGD',
  source: 'Polyak 1964; update as in torch.optim.SGD',
  parameters,
  state: ['velocity'],
  scalars: (_, learningRate) => ({ stepSize: learningRate }),
  update: (g, { param, gradient, state, scalars, decay }, { momentum, weightDecay }) => {
    const decayed = decay && weightDecay > 0 ? add(g, gradient, scale(g, param, weightDecay)) : gradient;
    const velocity = add(g, scale(g, state['velocity'], momentum), decayed);
    return { param: sub(g, param, mul(g, velocity, scalars['stepSize'])), state: { velocity } };
  },
};
