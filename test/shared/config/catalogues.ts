/** The real algorithms beside small question sources, retrievers and optimizers. */
import { algorithms } from '../../../shared/algorithms/index.ts';
import { boolean, integer, number, text } from '../../../shared/config/parameter.ts';
import type { Catalogues } from '../../../shared/config/run-config.ts';

export const catalogues: Catalogues = {
  algorithms,
  questionSources: [
    {
      name: 'graded',
      parameters: {
        entities: integer({ default: 64, min: 2, max: 4096, help: 'People in a world.' }),
        shuffle: boolean({ default: true, help: 'Facts in random order.' }),
        language: text({ default: 'en', help: 'Of the templates.' }),
      },
    },
    { name: 'random', parameters: {} },
  ],
  retrievers: [
    { name: 'bm25', parameters: { k1: number({ default: 1.2, min: 0, help: 'Saturation of term frequency.' }) } },
  ],
  optimizers: [
    { name: 'adamw', parameters: { beta1: number({ default: 0.9, min: 0, max: 0.9999, help: 'Decay of the mean.' }) } },
    { name: 'sgd', parameters: { learningRate: number({ default: 0.1, min: 0, max: 10, help: 'Step size.' }) } },
  ],
};

/** The least that a config must say. */
export const smallest = { name: 'a run', model: { checkpoint: 'tiny' } } as const;
