/** The benches, in the order they run. */
import type { Bench } from './bench.ts';
import { decoding } from './decoding.ts';
import { lists } from './lists.ts';
import { matmul } from './matmul.ts';
import { methods } from './methods.ts';
import { retrieval } from './retrieval.ts';
import { scaling } from './scaling.ts';
import { step } from './step.ts';
import { storage } from './storage.ts';
import { training } from './training.ts';

export const benches: readonly Bench[] = [
  matmul,
  training,
  decoding,
  step,
  methods,
  scaling,
  retrieval,
  storage,
  lists,
];
