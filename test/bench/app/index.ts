/** `npm run bench:app [-- --quick] [--only NAME] [--json FILE]`: how quick the built window is, in Chromium without a
 *  graphics card, which is the floor of what a person will see. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumPath, noChromium } from '../../window/support/chromium.ts';
import { chosen, isBusy, machineFacts, runBenches } from '../runner.ts';
import { benches } from './benches.ts';

const help = `npm run bench:app -- [options]
  --only NAME   only this bench, or one case of it: ${benches.map(({ name }) => name).join(', ')}, rollouts/filter, …
  --quick       small sizes, few rounds: whether it runs, not how fast
  --json FILE   the same figures for scripts

The first run makes a data folder of 10 GB below .cache/bench.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(help);
else await run();

async function run(): Promise<void> {
  const { only, quick, json } = values;
  chosen(benches, only);
  if (noChromium) throw new Error(noChromium);
  const chromium = execFileSync(chromiumPath, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  const machine = { ...machineFacts(), chromium };
  console.log(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, load ${machine.load.toFixed(1)} before the start`,
  );
  console.log(`node ${machine.node}, ${chromium}${quick ? ', QUICK: the numbers mean little' : ''}`);
  if (isBusy(machine))
    console.log('The machine is BUSY: host, browser and bench wait for the neighbours, and times are too long.');
  const script = fileURLToPath(new URL('run-case.ts', import.meta.url));
  await runBenches({ benches, script, only, options: { quick }, json }, machine);
}
