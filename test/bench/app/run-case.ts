/** Runs one case for `index.ts` and sends its rows. */
import { benches } from './benches.ts';
import type { AppOptions } from './bench.ts';

const [bench, name, options] = process.argv.slice(2) as [string, string, string];
const rows = await benches.find((one) => one.name === bench)!.cases[name](JSON.parse(options) as AppOptions);
process.send!(rows);
process.disconnect();
