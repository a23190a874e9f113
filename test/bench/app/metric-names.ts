/** Names of metrics as a run has them: those of the dictionary, then invented ones. */
import { metrics } from '../../../shared/metrics/names.ts';

const known = metrics.flatMap(({ name }) =>
  name.includes('<t>')
    ? [1, 2, 3, 4].map((turn) => name.replace('<t>', String(turn)))
    : [name.replace('<split>', 'test').replace('<reason>', 'answered')],
);
const named = known.filter((name) => name !== 'time/written');

export const metricNames = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => named[i] ?? `made/up_${i}`);
