/** Everything a run's config can choose from. */
import type { Algorithm } from '../algorithms/algorithm.ts';
import { algorithms } from '../algorithms/index.ts';
import type { Parameters, Values } from '../config/parameter.ts';
import type { Catalogues } from '../config/run-config.ts';
import * as optimizers from '../optimizers/index.ts';
import { scorersNamed } from '../scorers/index.ts';
import { questionSources } from '../questions/index.ts';
import { retrievers } from '../retrievers/index.ts';

/** An algorithm needs of the data what its scorers need. */
const withNeeds = (algorithm: Algorithm) => ({
  ...algorithm,
  needs: (values: Values<Parameters>) => [
    ...new Set(scorersNamed(algorithm.scorers(values)).flatMap(({ needs = [] }) => needs)),
  ],
});

export const catalogues: Catalogues = {
  algorithms: algorithms.map(withNeeds),
  questionSources: Object.values(questionSources),
  retrievers: Object.values(retrievers),
  optimizers: Object.values(optimizers),
};
