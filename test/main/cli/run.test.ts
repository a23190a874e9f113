/** The whole path in real processes: from a command to a report, with a crash, with Ctrl-C, with a second process. */
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarise } from '../../../main/run-folder/run-summary.ts';
import { stream } from '../../../shared/util/rng.ts';
import { cli, killAll } from '../../support/cli.ts';
import type { CliResult } from '../../support/cli.ts';
import { decided, tinyExperiment } from '../../support/tiny-run.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';

const runNames = ['igpo-seed-1', 'grpo-seed-1', 'igpo-seed-2', 'grpo-seed-2'];

let root: string;
let whole: CliResult;

before(async () => {
  root = mkdtempSync(join(tmpdir(), 'igpo-cli-'));
  await saveTinyWarmStart(join(root, 'warm-start'));
  writeFileSync(join(root, 'tiny.json'), JSON.stringify(tinyExperiment('./warm-start')));
  whole = await cli(['run', 'tiny.json'], root);
  assert.equal(whole.code, 0, whole.stderr);
});
after(() => rmSync(root, { recursive: true }));

const events = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { event: string });

test('a command trains two algorithms with two seeds and says which is ahead', () => {
  assert.match(whole.stdout, /^Tiny: IGPO against GRPO: 4 runs into runs\/tiny\n/);
  assert.match(whole.stdout, /grpo seed 2 {2}finished at step 3/);
  assert.match(whole.stdout, /between igpo and grpo|igpo ended|grpo ended|(igpo|grpo) is ahead/);
  assert.match(whole.stdout, /Algorithm +Seeds +Start +Final/);
  assert.match(whole.stdout, /Report: runs\/tiny\/report\.html/);
  const html = readFileSync(join(root, 'runs/tiny/report.html'), 'utf8');
  for (const text of ['Tiny: IGPO against GRPO', 'igpo', 'grpo', 'Example rollouts', 'Information gain per hop'])
    assert.ok(html.includes(text), text);
  const { report } = JSON.parse(readFileSync(join(root, 'runs/tiny/report.json'), 'utf8')) as {
    report: { runs: { seed: number; algorithm: string }[] };
  };
  assert.deepEqual(
    report.runs.map(({ algorithm, seed }) => `${algorithm}-seed-${seed}`),
    runNames,
  );
});

test('runs of one seed begin with the same policy on the same questions', () => {
  const [igpo, grpo] = ['igpo', 'grpo'].map((name) => summarise(join(root, `runs/tiny/${name}-seed-1`)));
  const first = ({ series }: typeof igpo, name: string) => series[name].value.find((value) => value !== null);
  for (const name of ['rollout/tokens', 'success', 'belief/prompt']) assert.equal(first(igpo, name), first(grpo, name));
});

test('a killed experiment resumes and ends with the same results as if nothing had happened', async (t) => {
  const seed = randomInt(1e9);
  const at = 1 + stream(seed, 'kill').integer(14); // 4 runs of 4 records each, of which at least one is left
  t.diagnostic(`seed ${seed}: killed at record ${at}`);
  let records = 0;
  const killed = await cli(['run', 'tiny.json', '--json', '--runs', 'killed'], root, (line, child) => {
    if (line.includes('"event":"step"') && ++records === at) killAll(child);
  });
  assert.equal(killed.code, null);
  const resumed = await cli(['run', 'tiny.json', '--resume', '--runs', 'killed'], root);
  assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr);
  for (const name of runNames)
    assert.deepEqual(decided(join(root, 'killed/tiny', name)), decided(join(root, 'runs/tiny', name)), name);
});

test('Ctrl-C saves the step in progress and says how to resume; resuming can add a seed', async () => {
  const args = ['run', 'tiny.json', '--json', '--runs', 'stopped', '--seeds', '1'];
  const stopped = await cli(args, root, (line, child) => {
    if (line.includes('"event":"step"') && line.includes('"step":1')) child.kill('SIGINT');
  });
  assert.equal(stopped.code, 130);
  assert.deepEqual(events(stopped.stdout).at(-1), {
    event: 'interrupted',
    resume: 'igpo-lab run stopped/tiny --resume',
  });
  assert.equal(summarise(join(root, 'stopped/tiny/igpo-seed-1')).state, 'stopped');
  const resumed = await cli(['run', 'stopped/tiny', '--resume', '--seeds', '2', '--quiet'], root);
  assert.equal(resumed.code, 0, resumed.stderr);
  for (const name of runNames)
    assert.deepEqual(decided(join(root, 'stopped/tiny', name)), decided(join(root, 'runs/tiny', name)), name);
});

test('a terminal that closes stops its runs with a checkpoint, as Ctrl-C does', async () => {
  const args = ['run', 'tiny.json', '--json', '--runs', 'closed', '--seeds', '1', '--set', 'train.steps=1000'];
  const closed = await cli(args, root, (line, child) => {
    if (line.includes('"event":"step"') && line.includes('"step":1')) process.kill(-child.pid!, 'SIGHUP');
  });
  assert.equal(closed.code, 130, closed.stderr);
  const run = join(root, 'closed/tiny/igpo-seed-1');
  assert.equal(summarise(run).state, 'stopped');
  assert.ok(!readdirSync(run).includes('run.lock'));
  assert.ok(readdirSync(join(run, 'checkpoints')).length > 0);
});

test('a reader that stops early ends no training', async () => {
  const args = ['run', 'tiny.json', '--json', '--runs', 'unread', '--seeds', '1'];
  const unread = await cli(args, root, (line, child) => {
    if (line.includes('"event":"experiment"')) child.stdout!.destroy();
  });
  assert.equal(unread.code, 0, unread.stderr);
  for (const name of ['igpo-seed-1', 'grpo-seed-1'])
    assert.equal(summarise(join(root, 'unread/tiny', name)).state, 'finished');
  assert.ok(readdirSync(join(root, 'unread/tiny')).includes('report.html'));
});

test('while an experiment trains, a second process in its folder is refused with a sentence', async () => {
  const args = ['run', 'tiny.json', '--json', '--runs', 'busy', '--seeds', '1', '--set', 'train.steps=1000'];
  let second: Promise<CliResult> | null = null;
  await cli(args, root, (line, child) => {
    if (second !== null || !line.includes('"step":1')) return;
    second = cli(['run', 'busy/tiny', '--resume'], root).finally(() => killAll(child));
  });
  assert.ok(second, 'the first process trained');
  const { code, stdout } = await (second as Promise<CliResult>);
  assert.match(stdout, /could not begin: run folder .*igpo-seed-1: expected to be its only writer, got process \d+/);
  assert.equal(code, 2);
});

test('--json prints one object a line, and a second experiment of a name gets a folder of its own', async () => {
  const { code, stdout } = await cli(['run', 'tiny.json', '--json', '--seeds', '1', '--parallel', '2'], root);
  assert.equal(code, 0);
  const seen = events(stdout);
  assert.equal(seen[0].event, 'experiment');
  assert.equal(seen[0].folder, 'runs/tiny-2');
  assert.deepEqual(
    seen
      .filter(({ event, algorithm }) => event === 'step' && algorithm === 'grpo')
      .map(({ step, metrics }) => [step, typeof (metrics as Record<string, number>)['total/rollouts']]),
    [0, 1, 2, 3].map((step) => [step, 'number']),
  );
  assert.equal(seen.filter(({ event }) => event === 'ended').length, 2);
  assert.ok(existsSync(join(root, String(seen.at(-1)!.html))));
});

test('a run that fails is named and excluded, the others are compared, and the exit code says so', async () => {
  const experiment = tinyExperiment('./warm-start', { train: { evaluateEvery: 0 } });
  const [igpo, grpo] = experiment.algorithms;
  const fails = { ...grpo, overrides: { ...grpo.overrides, 'rollout.maxTokens': 4 } };
  writeFileSync(join(root, 'fails.json'), JSON.stringify({ ...experiment, algorithms: [igpo, fails], seeds: [1] }));
  const { code, stdout } = await cli(['run', 'fails.json', '--runs', 'failing'], root);
  assert.equal(code, 1);
  assert.match(stdout, /grpo seed 1 {2}failed: rollOut: expected the prompt/);
  assert.match(stdout, /grpo seed 1 is not in these numbers: rollOut: expected the prompt/);
});

test('usage and config errors are one sentence on standard error, with exit code 2', async () => {
  const cases: [string[], RegExp][] = [
    [['rnu', 'quickstart'], /^igpo-lab rnu: unknown command — did you mean run\?\n$/],
    [['run', 'quickstrat'], /^quickstrat: unknown preset — did you mean quickstart\?\n$/],
    [['run', 'tiny.json', '--device', 'gpu'], /config\.device: expected one of cpu, webgpu, .*got "gpu"\n$/],
    [
      ['run', 'tiny.json', '--set', 'train.stesp=3'],
      /^config\.train\.stesp: unknown key — did you mean train\.steps\?\n$/,
    ],
    [['run', 'tiny.json', '--set', 'train.steps=0'], /config\.train\.steps: expected an integer in .*got 0\n$/],
  ];
  const results = await Promise.all(cases.map(([args]) => cli(args, root)));
  results.forEach(({ code, stdout, stderr }, i) => {
    assert.match(stderr, cases[i][1]);
    assert.deepEqual([code, stdout], [2, ''], cases[i][0].join(' '));
  });
});

test('a copied experiment folder is listed, shown and reported on elsewhere', async () => {
  cpSync(join(root, 'runs/tiny'), join(root, 'elsewhere/moved'), { recursive: true });
  const listed = await cli(['list', '--runs', 'elsewhere', '--json'], root);
  assert.deepEqual(
    events(listed.stdout).map(({ run, state, step }) => [run, state, step]),
    [...runNames].sort().map((name) => [`moved/${name}`, 'finished', 3]),
  );
  const shown = await cli(['show', 'moved/igpo-seed-1', '--runs', 'elsewhere'], root);
  assert.match(shown.stdout, /^tiny\/igpo\/1: finished\n/);
  assert.match(shown.stdout, /^ {2}warm start +[0-9a-f]{12}$/m);
  assert.match(shown.stdout, /Exact match \(test\) \(evaluation\/test\/exact_match\) +\d/);
  const unknown = await cli(['show', 'moved/igpo-seed-9', '--runs', 'elsewhere'], root);
  assert.deepEqual(
    [unknown.code, unknown.stderr],
    [2, 'moved/igpo-seed-9: unknown run — did you mean moved/igpo-seed-1?\n'],
  );
  const reported = await cli(['report', 'moved', '--runs', 'elsewhere', '--out', 'out/r.html'], root);
  assert.equal(reported.code, 0, reported.stderr);
  const [again, first] = ['out/r.html', 'runs/tiny/report.html'].map((path) => readFileSync(join(root, path), 'utf8'));
  assert.ok(again === first, 'the same report');
});

test('a linked experiment is reported on elsewhere, and neither resumed nor given a report', async () => {
  const own = join(root, 'runs/tiny');
  mkdirSync(join(root, 'linked'));
  symlinkSync(own, join(root, 'linked/tiny'));
  const before = readdirSync(own, { recursive: true }).map((name) => [name, statSync(join(own, String(name))).mtimeMs]);
  for (const args of [
    ['report', 'tiny', '--runs', 'linked'],
    ['run', 'linked/tiny/', '--resume'],
  ]) {
    const { code, stderr } = await cli(args, root);
    assert.match(stderr, /linked\/tiny: expected a file or folder of its own, got a link to /);
    assert.equal(code, 1, args[0]);
  }
  const reported = await cli(['report', 'tiny', '--runs', 'linked', '--out', 'out/linked.html'], root);
  assert.equal(reported.code, 0, reported.stderr);
  assert.deepEqual(
    readdirSync(own, { recursive: true }).map((name) => [name, statSync(join(own, String(name))).mtimeMs]),
    before,
  );
});

test('a received experiment that cannot be resumed stays where it is', async () => {
  const folder = join(root, 'received/tiny');
  mkdirSync(folder, { recursive: true });
  const experiment = tinyExperiment('./no-such-warm-start');
  writeFileSync(join(folder, 'experiment.json'), JSON.stringify(experiment));
  writeFileSync(join(folder, 'notes.txt'), 'theirs');
  const { code, stderr, stdout } = await cli(['run', 'received/tiny', '--resume'], root);
  assert.match(stderr + stdout, /expected the folder of a warm start/);
  assert.equal(code, 2);
  assert.equal(readFileSync(join(folder, 'notes.txt'), 'utf8'), 'theirs');
});

test('a saved rollout is shown turn by turn', async () => {
  const shown = await cli(['rollout', 'runs/tiny/igpo-seed-1', '1', '0'], root);
  assert.match(shown.stdout, /^Rollout 1\/0\/0, question graded\/1\/train\/0\nQuestion {2}What/);
  assert.match(shown.stdout, /Turn 1\n/);
  const listed = await cli(['rollout', 'runs/tiny/igpo-seed-1', '3', '--evaluation', '--json'], root);
  assert.equal(events(listed.stdout).length, 12); // 4 questions of each of 3 splits
  const wrong = await cli(['rollout', 'runs/tiny/igpo-seed-1', '9', '0'], root);
  assert.match(wrong.stderr, /expected a step with training rollouts \(1, 2, 3\), got 9/);
});
