/** Everything a run's config can choose from. */
import { algorithms } from '../algorithms/index.ts';
import type { Catalogues } from '../config/run-config.ts';
import * as optimizers from '../optimizers/index.ts';
import { retrievers } from '../retrievers/index.ts';
import { worlds } from '../worlds/index.ts';

export const catalogues: Catalogues = {
  algorithms,
  worlds: Object.values(worlds),
  retrievers: Object.values(retrievers),
  optimizers: Object.values(optimizers),
};
