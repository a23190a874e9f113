/** `npm run bench [-- --quick] [--only NAME] [--json FILE]`: what the parts cost on this machine, and whether that
 *  reaches their targets. Each case runs in its own process; ratios come from measurements that alternate
 *  within one. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';
import { benches } from './benches.ts';
import { chosen, isBusy, machineFacts, runBenches } from './runner.ts';
import { torchVersion } from './torch.ts';

const help = `npm run bench -- [options]
  --only NAME        only this bench, or one case of it: ${benches.map(({ name }) => name).join(', ')}, training/d64, …
  --quick            small sizes, few rounds: whether it runs, not how fast
  --json FILE        the same figures for scripts
  --threads N        of our runtime and of PyTorch (all cores)
  --checkpoint NAME  warm start of the quickstart steps, by name or path (the preset's)`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    checkpoint: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(help);
else await run();

async function run(): Promise<void> {
  const { only, quick, json } = values;
  const threads = Number(values.threads);
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`--threads: expected a positive integer, got ${values.threads}`);
  chosen(benches, only);
  const options = { quick, threads, checkpoint: values.checkpoint ?? null };
  const machine = { ...machineFacts(), threads, onnxruntime: ort.env.versions.node, torch: torchVersion() };
  console.log(
    `${machine.cpu}, ${machine.cores} cores, ${threads} threads used, ${machine.memoryGiB} GiB, load ${machine.load.toFixed(1)} before the start`,
  );
  console.log(
    `node ${machine.node}, onnxruntime ${machine.onnxruntime ?? '?'}, ${machine.torch ? `torch ${machine.torch}` : 'no torch: no comparison with PyTorch'}${quick ? ', QUICK: the numbers mean little' : ''}`,
  );
  if (isBusy(machine))
    console.log(
      'The machine is BUSY: speeds are too low, and PyTorch, whose threads wait for each other, loses more than its share.',
    );
  const script = fileURLToPath(new URL('run-case.ts', import.meta.url));
  await runBenches({ benches, script, only, options, json }, machine);
}
