/** The dependency rules of the design, as a function from sources to broken rules. The rules:
 *  1. Folders of `shared` come in `order`: a folder imports from folders of earlier rows only. A subfolder belongs to
 *     its parent. `metrics` and `statistics` need only `util`; `report` needs those three and `config`. From `train` on
 *     folders may import `metrics`, where the names of metrics stand. `ipc` needs `record`, `config`, `metrics`,
 *     `util`, and of `xray` the types of results.
 *  2. `shared` imports nothing from outside, and reads neither the clock nor Math.random.
 *  3. `renderer` imports `shared` and browser packages. A feature, `renderer/features/<name>`, imports no other
 *     feature.
 *  4. `main` imports no renderer, and only `main/electron` knows Electron. Nothing but tests imports `test`. What reads
 *     or changes files and folders is in `main/files`, and only `main/store/open.ts` opens a database; files of the
 *     installation and of the system are read directly where `readsDirectly` says.
 *  5. A folder with an `index.ts` is a catalogue. Its members are the files beside it that the index imports or
 *     re-exports a value from; members never import each other. What several share is a file beside them that the
 *     index does not list.
 *  6. Neither folders nor files import each other in a circle, not even for a type. Only folders of tests may.
 *     A graph applies operators, and an operator builds graphs: that circle of files is the only one.
 *  7. No file is longer than `mostLines`. */
import { dirname } from 'node:path/posix';
import type { Import, Source } from './read-imports.ts';

/** Rule 1, from left to right. */
export const order: readonly (readonly string[])[] = [
  ['util'],
  ['config', 'data', 'graph'],
  ['record', 'models', 'tokenizers', 'worlds', 'optimizers', 'retrievers', 'loss'],
  ['questions', 'model'],
  ['rollout'],
  ['measurements', 'scorers'],
  ['credit'],
  ['algorithms', 'metrics'],
  ['train'],
  ['xray', 'warm-start'],
];
/** Folders with a list of their own, and all that it allows: they need less than their place in `order` allows, or have
 *  no place there. */
export const beside: Readonly<Record<string, readonly string[]>> = {
  metrics: ['util'],
  statistics: ['util'],
  report: ['metrics', 'statistics', 'config', 'util'],
  ipc: ['record', 'config', 'metrics', 'util', 'xray'],
};
/** Of these it may import types alone. */
export const typesOnly: Readonly<Record<string, readonly string[]>> = { ipc: ['xray'] };

export const mostLines = 400;
/** Worth a hard look, not an error. */
export const manyLines = 350;

/** All that `main` may take from these modules outside of `main/files`: what looks at a path and opens, lists and
 *  changes nothing, what ends a handle that `main/files` gave, and Node's cache of compiled code. */
const looking =
  /^(existsSync|statSync|lstatSync|lstat|fstatSync|realpathSync|statfsSync|closeSync|enableCompileCache)$/;
/** What gives the content of files and folders besides. */
const reading = /^(readFileSync|readdirSync)$/;
/** Node's modules that reach files, and others that would give them. */
const files = /^(node:)?(fs(\/promises)?|module|sqlite)$/;
/** Files of `main` that read nothing but the installation or the system, and what that is. */
export const readsDirectly: Readonly<Record<string, string>> = {
  'main/run-folder/process-start.ts': '/proc of the system',
  'main/serve/files.ts': 'the built window',
  'main/services/runs/code-version.ts': 'package.json of the installation',
  'main/update/feed.ts': 'package.json of the installation',
  'main/start/build.ts': 'sources and bundles of the installation',
  'main/start/electron-runtime.ts': "Electron's own files in node_modules",
};

const top = (path: string): string => path.split('/')[0];
/** `shared/graph/ops/add.ts` → `shared/graph`; a file directly in a layer is in the layer's own folder. */
const folderOf = (path: string): string => dirname(path).split('/').slice(0, 2).join('/');
/** `renderer/features/live/lines.ts` → `live`; null outside the features. */
const featureOf = (path: string): string | null => /^renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null;
const isOwn = (target: string): boolean => /^(shared|main|renderer|test)\//.test(target);

/** Every broken rule as a sentence; empty when all hold. */
export function brokenRules(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap((source) => source.imports.flatMap((one) => brokenImport(source.path, one))),
    ...sources.flatMap(impureShared),
    ...catalogues(sources).flatMap(({ members }) => importsBetween(members)),
    ...folderCircles(sources),
    ...fileCircles(sources),
    ...sources
      .filter(({ lines }) => lines > mostLines)
      .map(({ path, lines }) => `${path}: expected at most ${mostLines} lines, got ${lines}`),
  ];
}

function brokenImport(path: string, { target, typeOnly, names }: Import): string[] {
  const says = (rule: string) => [`${path} imports ${target}: ${rule}`];
  const layer = top(path);
  if (layer !== 'test' && target.startsWith('test/')) return says('only tests import test');
  if (layer === 'shared') {
    if (top(target) !== 'shared') return says('shared imports nothing from outside');
    return brokenOrder(path, target, typeOnly).flatMap(says);
  }
  if (
    layer === 'renderer' &&
    (target.startsWith('node:') || (isOwn(target) && !/^(shared|renderer)\//.test(target)) || isNative(target))
  )
    return says('renderer imports shared and browser packages only');
  if (featureOf(path) !== null && featureOf(target) !== null && featureOf(path) !== featureOf(target))
    return says('what two features share belongs in components, metrics, chart or state of the renderer');
  if (layer === 'main' && target.startsWith('renderer/'))
    return says('main meets the renderer through the contract only');
  if (layer === 'main' && folderOf(path) !== 'main/files' && !typeOnly && files.test(target)) {
    const mayRead = Object.hasOwn(readsDirectly, path);
    const reaching = names.filter((name) => !looking.test(name) && !(mayRead && reading.test(name)));
    if (reaching.length > 0)
      return says(`${reaching.join(', ')} would reach what others made — main/files reads and changes files`);
  }
  if (layer === 'main' && isPackage(target, 'better-sqlite3') && !typeOnly && path !== 'main/store/open.ts')
    return says('a received index is looked at before it is opened, in main/store/open.ts');
  if (layer === 'main' && isPackage(target, 'electron') && folderOf(path) !== 'main/electron')
    return says('only the shell in main/electron knows Electron');
  return [];
}

const isPackage = (target: string, name: string): boolean => target === name || target.startsWith(`${name}/`);
const isNative = (target: string): boolean =>
  ['electron', 'onnxruntime-node', 'better-sqlite3'].some((name) => isPackage(target, name));

function brokenOrder(path: string, target: string, typeOnly: boolean): string[] {
  const [from, to] = [path, target].map((file) => folderOf(file).split('/')[1]);
  if (from === to) return [];
  const allowed = beside[from] ?? earlier(from);
  if (allowed === null) return [`shared/${from} has no place in the order — docs/architecture.md, rule 1`];
  if (!typeOnly && typesOnly[from]?.includes(to)) return [`${from} may import types of ${to} alone`];
  return allowed.includes(to) ? [] : [`${from} may import ${allowed.join(', ') || 'nothing'}`];
}

function earlier(folder: string): string[] | null {
  const row = order.findIndex((folders) => folders.includes(folder));
  return row < 0 ? null : order.slice(0, row).flat();
}

const impureShared = ({ path, impure }: Source): string[] =>
  top(path) === 'shared'
    ? impure.map((what) => `${path} reads ${what}: clock and randomness come in as arguments`)
    : [];

export interface Catalogue {
  readonly folder: string;
  readonly members: readonly Source[];
}

/** Rule 5. Of `main` the index files are entry points, not catalogues. */
export function catalogues(sources: readonly Source[]): Catalogue[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return sources
    .filter(({ path }) => /^(shared|renderer)\/.*\/index\.ts$/.test(path))
    .map(({ path, imports }) => ({
      folder: dirname(path),
      members: [
        ...new Set(
          imports
            .filter(({ target, typeOnly }) => !typeOnly && dirname(target) === dirname(path))
            .flatMap(({ target }) => byPath.get(target) ?? []),
        ),
      ],
    }));
}

function importsBetween(members: readonly Source[]): string[] {
  const paths = new Set(members.map(({ path }) => path));
  return members.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target !== path && paths.has(target))
      .map(({ target }) => `${path} imports ${target}: members of a catalogue never import each other`),
  );
}

/** Rule 6. */
function folderCircles(sources: readonly Source[]): string[] {
  const arrows = sources
    .filter(({ path }) => top(path) !== 'test')
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => isOwn(target) && folderOf(target) !== folderOf(path))
        .map(({ target }) => [folderOf(path), folderOf(target)] as const),
    );
  return circles(arrows).map((circle) => `${circle.join(' → ')}: folders import each other in a circle`);
}

/** The imports that close the circle of graph and operators. */
const operatorsOwn = new Set(['shared/graph/operator.ts', 'shared/graph/ops/index.ts']);

/** Rule 6. A sentence for each circle. */
export function fileCircles(sources: readonly Source[]): string[] {
  const arrows = sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => isOwn(target) && !(path === 'shared/graph/graph.ts' && operatorsOwn.has(target)))
      .map(({ target }) => [path, target] as const),
  );
  return circles(arrows).map((circle) => `${circle.join(' → ')}: files import each other in a circle`);
}

/** At least one circle of every knot that the arrows make, first and last the same; empty when there is none. */
function circles(arrows: readonly (readonly [from: string, to: string])[]): string[][] {
  const next = Map.groupBy(arrows, ([from]) => from);
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(node);
    if (seen >= 0) found.push([...trail.slice(seen), node]);
    if (seen >= 0 || done.has(node)) return;
    for (const to of new Set(next.get(node)?.map(([, target]) => target))) visit(to, [...trail, node]);
    done.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return found;
}
