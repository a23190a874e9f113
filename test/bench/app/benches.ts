/** The benches of the window, in the order they run. */
import type { AppBench } from './bench.ts';
import { charts } from './charts.ts';
import { ingest } from './ingest.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { rollouts } from './rollouts.ts';
import { services } from './services.ts';
import { start } from './start.ts';

export const benches: readonly AppBench[] = [start, charts, latency, ingest, rollouts, services, memory];
