/** `npm run bench [-- --quick] [--only NAME] [--json FILE]`: what the parts cost on this machine, and whether that is good enough.
 *  Each case runs in a process of its own; ratios come from measurements that alternate within one process. */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { allocatorEnvironment } from '../../main/trainer/allocator.ts';
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';
import { suggestion } from '../../shared/util/text.ts';
import { benches } from './benches.ts';
import { met, rowLine, type Row } from './row.ts';
import { torchVersion } from './torch.ts';

/** Load per core, mean of the last minute, above which figures say more about the neighbours than about us. */
const BUSY = 0.25;

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
  const threads = Number(values.threads);
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`--threads: expected a positive integer, got ${values.threads}`);
  const cases = chosen(values.only);
  const options = { quick: values.quick, threads, checkpoint: values.checkpoint ?? null };
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    threads,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0]!,
    node: process.version,
    onnxruntime: ort.env.versions.node,
    torch: torchVersion(),
  };
  console.log(
    `${machine.cpu}, ${machine.cores} cores, ${threads} threads used, ${machine.memoryGiB} GiB, load ${machine.load.toFixed(1)} before the start`,
  );
  console.log(
    `node ${machine.node}, onnxruntime ${machine.onnxruntime ?? '?'}, ${machine.torch ? `torch ${machine.torch}` : 'no torch: no comparison with PyTorch'}${values.quick ? ', QUICK: the numbers mean little' : ''}`,
  );
  if (machine.load > BUSY * machine.cores)
    console.log(
      'The machine is BUSY: speeds are too low, and PyTorch, whose threads wait for each other, loses more than its share.',
    );
  const results = [];
  for (const { bench, title, name } of cases) {
    console.log(`\n${title}, ${name}`);
    for (const row of await inChild(bench, name, options)) {
      console.log(rowLine(row));
      results.push({ bench, case: name, ...row, met: met(row) });
    }
  }
  const missed = results.filter((row) => row.met === false).length;
  console.log(`\n${results.filter((row) => row.met).length} targets met, ${missed} not met`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, options, rows: results }, null, 2)}\n`);
}

/** Cases named `only` as bench or bench/case; all for ''. */
function chosen(only: string) {
  const all = benches.flatMap(({ name: bench, title, cases }) =>
    Object.keys(cases).map((name) => ({ bench, title, name })),
  );
  const found = all.filter(({ bench, name }) => only === '' || only === bench || only === `${bench}/${name}`);
  if (found.length === 0)
    throw new RangeError(
      `--only: unknown bench '${only}'${suggestion(
        only,
        all.flatMap(({ bench, name }) => [bench, `${bench}/${name}`]),
      )}`,
    );
  return found;
}

/** Rows of one case, and the most memory its process held. Throws Error when the process fails. */
function inChild(bench: string, name: string, options: object): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    let rows: Row[] | null = null;
    const child = fork(fileURLToPath(new URL('run-case.ts', import.meta.url)), [bench, name, JSON.stringify(options)], {
      env: { ...process.env, ...allocatorEnvironment },
    });
    child.on('message', (message) => (rows = message as Row[]));
    child.on('exit', (code) => {
      if (rows) resolve(rows);
      else reject(new Error(`bench ${bench}/${name}: expected figures, got exit code ${code}`));
    });
  });
}
