/** Runs cases of benches, each in its own process, prints their rows, and writes them to a file for scripts. */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { allocatorEnvironment } from '../../main/processes/allocator.ts';
import { suggestion } from '../../shared/util/text.ts';
import { met, rowLine, type Row } from './row.ts';

/** Load per core, mean of the last minute, above which other processes distort the figures. */
const BUSY = 0.25;

export interface Listed {
  readonly name: string;
  readonly title: string;
  readonly cases: Readonly<Record<string, unknown>>;
}

export interface Order {
  readonly benches: readonly Listed[];
  /** The script that runs one case, given bench, case and options, and sends its rows. */
  readonly script: string;
  /** A bench, or one case of it as bench/case; '' for all. */
  readonly only: string;
  readonly options: object;
  /** File for the figures; absent for none. */
  readonly json: string | undefined;
}

export const machineFacts = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  load: loadavg()[0],
  node: process.version,
});
export type MachineFacts = ReturnType<typeof machineFacts>;

export const isBusy = ({ load, cores }: MachineFacts): boolean => load > BUSY * cores;

/** Throws RangeError for an unknown name, Error if the process of a case fails. */
export async function runBenches(
  { benches, script, only, options, json }: Order,
  machine: MachineFacts,
): Promise<void> {
  const results = [];
  for (const { bench, title, name } of chosen(benches, only)) {
    console.log(`\n${title}, ${name}`);
    for (const row of await inChild(script, bench, name, options)) {
      console.log(rowLine(row));
      results.push({ bench, case: name, ...row, met: met(row) });
    }
  }
  const missed = results.filter((row) => row.met === false).length;
  console.log(`\n${results.filter((row) => row.met).length} targets met, ${missed} not met`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, options, rows: results }, null, 2)}\n`);
}

/** Cases named `only` as bench or bench/case; all for ''. */
export function chosen(benches: readonly Listed[], only: string) {
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

/** Rows of one case. Throws Error when the process fails. */
function inChild(script: string, bench: string, name: string, options: object): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    let rows: Row[] | null = null;
    const child = fork(script, [bench, name, JSON.stringify(options)], {
      env: { ...process.env, ...allocatorEnvironment },
    });
    child.on('message', (message) => (rows = message as Row[]));
    child.on('exit', (code) => {
      if (rows) resolve(rows);
      else reject(new Error(`bench ${bench}/${name}: expected figures, got exit code ${code}`));
    });
  });
}
