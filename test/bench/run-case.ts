/** Runs one case for `index.ts` and sends its rows, peak memory last. */
import { benches } from './benches.ts';
import type { BenchOptions } from './bench.ts';
import type { Row } from './row.ts';

const [bench, name, options] = process.argv.slice(2) as [string, string, string];
const rows = await benches.find((one) => one.name === bench)!.cases[name](JSON.parse(options) as BenchOptions);
const peak: Row = {
  name: 'peak memory',
  value: process.resourceUsage().maxRSS / 1024,
  unit: 'MiB',
  note: 'resident, this case’s process',
};
process.send!([...rows, peak]);
