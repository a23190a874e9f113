/** What a bench of the window is. */
import type { Row } from '../row.ts';

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
