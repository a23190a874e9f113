/** A bench, and how it compares timings on a machine that is never quite idle. */
import type { Row } from './row.ts';

export interface BenchOptions {
  /** Smaller sizes and fewer rounds: checks that it runs, not how fast. */
  readonly quick: boolean;
  readonly threads: number;
  /** Warm start of the quickstart steps: the name of a shipped one or the path of a folder; null for the preset's. */
  readonly checkpoint: string | null;
}

export interface Bench {
  readonly name: string;
  readonly title: string;
  /** Each runs in its own process, so that peak memory is measured per case. */
  readonly cases: Readonly<Record<string, (options: BenchOptions) => Promise<Row[]>>>;
}

/** Measures once; returns ms. */
export type Measurement = () => Promise<number>;

/** Takes the measurements in turn, `rounds` times over, so that a busy moment affects all alike. One more round warms
 *  up first and is not counted. Returns ms, [measurements][rounds]. */
export async function alternate(rounds: number, measurements: readonly Measurement[]): Promise<number[][]> {
  const ms: number[][] = measurements.map(() => []);
  for (let round = 0; round <= rounds; round++)
    for (const [i, measure] of measurements.entries()) {
      const elapsed = await measure();
      if (round > 0) ms[i].push(elapsed);
    }
  return ms;
}

/** Mean ms of a call, over as many calls as fill `least` ms. */
export const callsFor =
  (least: number, call: () => Promise<unknown>): Measurement =>
  async () => {
    const start = performance.now();
    let calls = 0;
    do {
      await call();
      calls++;
    } while (performance.now() - start < least);
    return (performance.now() - start) / calls;
  };

/** The lower middle of an even count. Throws RangeError for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: expected at least one value, got none');
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
}

/** Median over the rounds of x / y. */
export const medianRatio = (x: readonly number[], y: readonly number[]): number =>
  median(x.map((value, round) => value / y[round]));
