/** A bench of the window. */
import type { Row } from '../row.ts';

export interface AppOptions {
  /** Smaller sizes and fewer rounds: checks that it runs, not how fast. */
  readonly quick: boolean;
}

export interface AppBench {
  readonly name: string;
  readonly title: string;
  /** Each runs in its own process, with its own host and browser. */
  readonly cases: Readonly<Record<string, (options: AppOptions) => Promise<Row[]>>>;
}
