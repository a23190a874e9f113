/** The benches of the window, in the order they run. */
import type { Row } from '../row.ts';
import { charts } from './charts.ts';
import { ingest } from './ingest.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { rollouts } from './rollouts.ts';
import { services } from './services.ts';
import { start } from './start.ts';

export interface AppOptions {
  /** Smaller sizes and fewer rounds: does it still run, not how fast is it. */
  readonly quick: boolean;
}

export interface AppBench {
  readonly name: string;
  readonly title: string;
  /** Each runs in a process of its own, with a host and a browser of its own. */
  readonly cases: Readonly<Record<string, (options: AppOptions) => Promise<Row[]>>>;
}

export const benches: readonly AppBench[] = [start, charts, latency, ingest, rollouts, services, memory];
