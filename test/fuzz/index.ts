/** `npm run fuzz [-- --calls N --seed S]`: generated calls against the real web host. Nothing may end it, hold up other
 *  calls for a second, or let its memory grow; every answer is a value or a sentence. */
import { parseArgs } from 'node:util';
import { print, printError } from '../../main/terminal/print.ts';
import { fuzz } from './fuzz.ts';
import type { Memory } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '250000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const [calls, seed] = [Number(values.calls), Number(values.seed)];
if (!Number.isSafeInteger(calls) || calls < 1 || !Number.isSafeInteger(seed))
  throw new RangeError(`--calls, --seed: expected integers, got ${values.calls} and ${values.seed}`);

const mostBesideMs = 1000;
/** Heaps breathe: what leaks 1 kB a call is above this. */
const mostGrowth = { share: 1.25, MiB: 64 };

print(`seed ${seed}: ${calls} calls`);
const waited: number[] = [];
const begun = performance.now();
const {
  values: answered,
  sentences,
  closed,
  faults,
  death,
  memory,
} = await fuzz({
  ...{ calls, seed },
  beside: (ms) => waited.push(ms),
  progress: (count) => void (count % 10_000 === 0 && print(`${count} answered`)),
});
const worst = Math.max(...waited);
const hangs = waited.filter((ms) => ms > mostBesideMs).length;
const { quarter, end } = memory;
const grows = end.rss > quarter.rss * mostGrowth.share + mostGrowth.MiB;
print(
  `${answered} values, ${sentences} sentences, ${closed} closed with their socket, in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  `${waited.length} calls beside: longest ${worst.toFixed(0)} ms, ${hangs} over ${mostBesideMs} ms`,
  `memory ${shown(quarter)} after a quarter, ${shown(end)} at the end`,
);
for (const fault of new Set(faults)) printError(`not a sentence — ${fault}`);
if (death !== null) printError(`the host ${death}`);
if (grows) printError('memory grows');
if (death !== null || hangs > 0 || grows || faults.length > 0) process.exitCode = 1;

function shown({ rss, heap }: Memory): string {
  return `${rss.toFixed(0)} MiB (${heap.toFixed(0)} on the heap)`;
}
