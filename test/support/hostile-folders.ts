/** Folders as somebody would send them who wants to stop the app, eat its memory or show what lies elsewhere on the
 *  disk. Each is a run or an experiment in which one thing is wrong, with the sentence that the app must say of it. The
 *  same at every call. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runFiles } from '../../main/run-folder/run-folder.ts';
import { bomb, chunkOf, packed, rawChunk, recordBytes, tableBytes } from './raw-chunk.ts';
import { saveSyntheticExperiment, saveSyntheticRun, syntheticExperiment } from './synthetic-runs.ts';

export interface HostileFolder {
  /** Id of the run or experiment. */
  readonly id: string;
  readonly isExperiment: boolean;
  /** What the app says of it. */
  readonly says: RegExp;
}

interface Trick {
  readonly harm: (folder: string) => void;
  readonly says: RegExp;
}
type Tricks = Readonly<Record<string, Trick>>;

/** Put in place of a file or folder: what cannot be read there, or must not be. */
const replacements: Readonly<Record<string, readonly [(path: string) => void, RegExp]>> = {
  pipe: [(path) => void execFileSync('mkfifo', [path]), /got a pipe/],
  folder: [(path) => mkdirSync(path), /got a folder/],
  'link-to-device': [(path) => symlinkSync('/dev/zero', path), /got a link/],
  'link-to-system': [(path) => symlinkSync('/proc/self/environ', path), /got a link/],
  'link-to-itself': [(path) => symlinkSync(path, path), /got a link/],
};

/** The replacements of one file of a run. */
const instead = (what: string, pathOf: (folder: string) => string, but: readonly string[] = []): Tricks =>
  Object.fromEntries(
    Object.entries(replacements)
      .filter(([name]) => !but.includes(name))
      .map(([name, [make, says]]) => [
        `${what}-${name}`,
        {
          says,
          harm: (folder: string): void => {
            rmSync(pathOf(folder), { recursive: true, force: true });
            make(pathOf(folder));
          },
        },
      ]),
  );

const file =
  (name: string) =>
  (folder: string): string =>
    join(folder, name);
const large = 10 * 2 ** 30;
/** As long as `large`, of which nothing is on the disk. */
const sparse =
  (name: string) =>
  (folder: string): void => {
    appendFileSync(join(folder, name), '');
    truncateSync(join(folder, name), large);
  };
const text =
  (name: string, content: string) =>
  (folder: string): void =>
    writeFileSync(join(folder, name), content);
const more =
  (name: string, content: () => string) =>
  (folder: string): void =>
    appendFileSync(join(folder, name), content());
const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;

/** A run that has not ended, so that its lock is asked for. */
const unfinished =
  (harm: (folder: string) => void) =>
  (folder: string): void => {
    const { events } = runFiles(folder);
    const lines = readFileSync(events, 'utf8').split('\n');
    writeFileSync(events, lines.filter((line) => !line.includes('finished')).join('\n'));
    harm(folder);
  };
const onLocks = (tricks: Tricks): Tricks =>
  Object.fromEntries(Object.entries(tricks).map(([name, { harm, says }]) => [name, { says, harm: unfinished(harm) }]));

const chunk = 'rollouts/step-000001.rollouts';
const bytes =
  (content: () => Buffer) =>
  (folder: string): void =>
    writeFileSync(join(folder, chunk), content());
const lie = (fields: object): ((folder: string) => void) => bytes(() => chunkOf(fields));
const edited =
  (edit: (manifest: Record<string, unknown>) => void) =>
  (folder: string): void => {
    const { config } = runFiles(folder);
    const manifest = JSON.parse(readFileSync(config, 'utf8')) as Record<string, unknown>;
    edit(manifest);
    writeFileSync(config, JSON.stringify(manifest));
  };

const runs: Tricks = {
  ...instead('config', file('config.json'), ['link-to-itself']), // a link to nothing is no run
  'config-sparse': { harm: sparse('config.json'), says: /at most 1,048,576 bytes, got 10,737,418,240/ },
  'config-text': { harm: text('config.json', 'no JSON'), says: /expected JSON, got "no JSON"/ },
  'config-empty': { harm: text('config.json', ''), says: /expected JSON, got ""/ },
  'config-null': { harm: text('config.json', 'null'), says: /expected a JSON object/ },
  'config-deep': { harm: text('config.json', deep), says: /at most 64 levels of JSON/ },
  'config-newer': {
    harm: edited((one) => (one.formatVersion = 99)),
    says: /expected format version 1 or older, got 99/,
  },
  'config-edited': { harm: edited((one) => (one.config = { seed: 1 })), says: /a run's config cannot be edited/ },
  'config-without-id': { harm: edited((one) => delete one.id), says: /id: expected text, got nothing/ },
  ...instead('events', file('events.jsonl')),
  'events-sparse': { harm: sparse('events.jsonl'), says: /expected a line of at most 4,194,304 bytes/ },
  'events-text': {
    harm: more('events.jsonl', () => 'no JSON\n'.repeat(200_000)),
    says: /expected JSON, got "no JSON"/,
  },
  'events-deep': { harm: more('events.jsonl', () => `${deep}\n`), says: /at most 64 levels of JSON/ },
  'events-unknown': {
    harm: more('events.jsonl', () => '{"time":"2026-01-01T00:00:00Z","kind":"__proto__"}\n'),
    says: /expected a time and a kind/,
  },
  'events-many': {
    harm: more('events.jsonl', () => '{"time":"2026-01-01T00:00:00Z","kind":"checkpoint","step":1}\n'.repeat(60_000)),
    says: /expected at most 20,000 events, got more/,
  },
  ...instead('metrics', file('metrics.jsonl')),
  'metrics-sparse': { harm: sparse('metrics.jsonl'), says: /expected a line of at most 4,194,304 bytes/ },
  'metrics-text': {
    harm: more('metrics.jsonl', () => '[]\n'.repeat(300_000)),
    says: /expected a JSON object, got "\[\]"/,
  },
  'metrics-no-number': {
    harm: more('metrics.jsonl', () => '{"step":9,"a":{}}\n'),
    says: /expected a to be a number or null/,
  },
  'metrics-no-step': { harm: more('metrics.jsonl', () => '{"step":1e400}\n'), says: /expected step to be an integer/ },
  'metrics-many-names': {
    harm: more('metrics.jsonl', () => `${JSON.stringify({ step: 9, ...names(30_000) })}\n`.repeat(3)),
    says: /expected at most 2000 metrics/,
  },
  'metrics-long-name': {
    harm: more('metrics.jsonl', () => `${JSON.stringify({ step: 9, ['x'.repeat(1_000_000)]: 1 })}\n`),
    says: /names of at most 200 letters/,
  },
  ...instead('annotation', file('annotation.json')),
  'annotation-sparse': { harm: sparse('annotation.json'), says: /expected an annotation of at most 262,144 bytes/ },
  'annotation-text': { harm: text('annotation.json', '{'), says: /annotation.json: expected JSON, got "{"/ },
  'annotation-deep': {
    harm: text('annotation.json', deep),
    says: /expected an annotation of at most|at most 64 levels/,
  },
  ...onLocks(instead('lock', file('run.lock'))),
  ...onLocks({
    'lock-sparse': { harm: sparse('run.lock'), says: /expected a lock of at most 4,096 bytes/ },
    'lock-text': {
      harm(folder) {
        writeFileSync(join(folder, 'run.lock'), '{"pid":1}'); // as if its process had died while it took the lock
        utimesSync(join(folder, 'run.lock'), 0, 0);
      },
      says: /its training process went away without a word/,
    },
  }),
  ...instead('rollouts', file('rollouts'), ['folder']),
  'rollouts-file': {
    harm(folder) {
      rmSync(join(folder, 'rollouts'), { recursive: true });
      writeFileSync(join(folder, 'rollouts'), '');
    },
    says: /rollouts: expected a folder, got a file/,
  },
  'rollouts-elsewhere': {
    harm(folder) {
      renameSync(join(folder, 'rollouts'), join(folder, '..', '.elsewhere'));
      symlinkSync(join(folder, '..', '.elsewhere'), join(folder, 'rollouts'));
    },
    says: /rollouts: expected a folder, got a link/,
  },
  ...Object.fromEntries(
    ['checkpoints', 'superseded', 'retrievals.jsonl'].map((name): [string, Trick] => [
      `${name}-elsewhere`,
      {
        harm(folder) {
          rmSync(join(folder, name), { recursive: true, force: true });
          symlinkSync('/etc', join(folder, name));
        },
        says: new RegExp(`${name}: expected a file or folder of its own, got a link to /etc`),
      },
    ]),
  ),
  ...instead('chunk', file(chunk)),
  'chunk-sparse': {
    harm: (folder) => {
      bytes(() => rawChunk({ trailer: false }))(folder);
      truncateSync(join(folder, chunk), large);
    },
    says: /expected an index at the end, got none/,
  },
  'chunk-zeros': {
    harm: bytes(() => Buffer.alloc(1_000_000)),
    says: /expected a chunk of rollouts, got another kind of file/,
  },
  'chunk-empty-blocks': {
    harm: bytes(() =>
      Buffer.concat([rawChunk({ trailer: false }), Buffer.alloc(9_000_000, '\x03\0\0\0\0\0\0\0\0', 'latin1')]),
    ),
    says: /expected an index at the end, got none/,
  },
  'chunk-index-bomb': { harm: bytes(() => rawChunk({ index: bomb(2 ** 28) })), says: /once decompressed, got more/ },
  'chunk-index-object': {
    harm: bytes(() => rawChunk({ index: packed('{"length":1e9}') })),
    says: /expected a list of at most 1/,
  },
  'chunk-index-null': {
    harm: bytes(() => rawChunk({ index: packed('[null]') })),
    says: /index\[0\]: expected an object/,
  },
  'chunk-index-deep': { harm: bytes(() => rawChunk({ index: packed('['.repeat(8000)) })), says: /byte \d+: .*JSON/ },
  'chunk-index-offset': {
    harm: bytes(() => chunkOf({}, { entry: { offset: 1e15 } })),
    says: /expected 9 bytes, got 0|truncated or damaged/,
  },
  'chunk-index-words': {
    harm: bytes(() => chunkOf({}, { entry: { questionId: { a: 1 }, n: 'x' } })),
    says: /expected (an integer|a text)/,
  },
  'chunk-header-count': {
    harm: bytes(() => rawChunk({ header: { step: 1, tokenizer: 'x', rollouts: 4e9 } })),
    says: /header, rollouts: expected at most/,
  },
  'chunk-header-null': { harm: bytes(() => rawChunk({ header: null })), says: /header: expected a JSON object/ },
  'chunk-group-bomb': { harm: bytes(() => chunkOf({}, { group: bomb(2 ** 28) })), says: /once decompressed, got more/ },
  'chunk-eight-bombs': {
    harm: bytes(() => chunkOf({}, { groups: Array.from({ length: 8 }, () => bomb(2 ** 28)) })),
    says: /once decompressed, got more/,
  },
  'chunk-record-bomb': { harm: bytes(() => chunkOf({}, { record: bomb(2 ** 28) })), says: /once decompressed, got/ },
  'chunk-record-length': {
    harm: bytes(() => chunkOf({}, { record: packed(recordBytes('{}', 0xffffffff)) })),
    says: /expected JSON within|zstd did not write/,
  },
  'chunk-record-null': {
    harm: bytes(() => chunkOf({}, { json: 'null' })),
    says: /record: expected an object, got null/,
  },
  'chunk-table': {
    harm: bytes(() => chunkOf({}, { group: packed(tableBytes('{"passages":[]}')) })),
    says: /table, question: expected an object/,
  },
  'chunk-mask': { harm: lie({ maskRuns: [4e9, 0] }), says: /maskRuns: expected runs of 0 tokens, got 4000000000/ },
  'chunk-turns': { harm: lie({ turns: { length: 1e9 } }), says: /turns: expected a list/ },
  'chunk-answer': { harm: lie({ answer: { a: 1 } }), says: /answer: expected text/ },
};

/** Seen when a rollout is asked for: its text is in order, its columns lie. */
const lyingColumns: Tricks = {
  'chunk-tokens': { harm: lie({ tokens: 4e9, maskRuns: [4e9] }), says: /rollout columns: expected 16000000000 bytes/ },
  'chunk-rewards': { harm: lie({ rewards: 5e8 }), says: /rollout columns: expected 4000000000 bytes/ },
  'chunk-beliefs': { harm: lie({ beliefs: 2 ** 40 }), says: /rollout columns: expected/ },
  'chunk-ground-truth': { harm: lie({ groundTruthTokens: [2e9, 2e9] }), says: /rollout columns: expected 8000000000/ },
};

const names = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`name/${i}`, i]));

const plan = (change: object): string => JSON.stringify({ ...syntheticExperiment('plan'), ...change });
const labels = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ label: `a${i}` }));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const experiments: Tricks = {
  ...instead('plan', file('experiment.json'), ['link-to-itself']), // a link to nothing is no experiment
  'plan-million': {
    harm: text('experiment.json', plan({ algorithms: labels(1000), seeds: numbers(1000) })),
    says: /expected at most 1000 runs, got 1,000 algorithms × 1,000 seeds/,
  },
  'plan-many-seeds': { harm: text('experiment.json', plan({ seeds: numbers(150_000) })), says: /× 150,000 seeds/ },
  'plan-equal-seeds': {
    harm: text('experiment.json', plan({ seeds: [7, 7] })),
    says: /expected each once, got 7 twice/,
  },
  'plan-equal-labels': {
    harm: text('experiment.json', plan({ algorithms: [{ label: 'A b' }, { label: 'A b' }] })),
    says: /expected each once, got "A b" twice/,
  },
  'plan-proto': {
    harm: text(
      'experiment.json',
      '{"name":"x","title":"x","__proto__":{"seeds":[1]},"algorithms":[{"label":"constructor"}]}',
    ),
    says: /experiment\.(__proto__|base|seeds)/,
  },
  'plan-deep': { harm: text('experiment.json', deep), says: /at most 64 levels of JSON/ },
  'plan-sparse': { harm: sparse('experiment.json'), says: /expected an experiment of at most 1,048,576 bytes/ },
  'plan-text': { harm: text('experiment.json', 'no JSON'), says: /expected JSON, got "no JSON"/ },
  'plan-note': { harm: (folder) => symlinkSync('/etc/passwd', join(folder, 'annotation.json')), says: /got a link/ },
  'plan-line-break': {
    harm: (folder) => mkdirSync(join(folder, 'a\nb')),
    says: /expected names of folders without line breaks/,
  },
};

/** Makes them all in a data folder. Needs a system with pipes and links. */
export function makeHostileFolders(dataFolder: string): HostileFolder[] {
  const made: HostileFolder[] = [];
  const add = (tricks: Tricks, isExperiment: boolean): void => {
    for (const [name, { harm, says }] of Object.entries(tricks)) {
      const folder = join(dataFolder, `bad-${name}`);
      if (isExperiment) saveSyntheticExperiment(dataFolder, `bad-${name}`);
      else {
        saveSyntheticRun(folder);
        writeFileSync(join(folder, chunk), chunkOf({}));
      }
      harm(folder);
      made.push({ id: `bad-${name}`, isExperiment, says });
    }
  };
  add(runs, false);
  add(lyingColumns, false);
  add(experiments, true);
  return made;
}
