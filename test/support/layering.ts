/** The dependency rules of the design, as a function from sources to broken rules. The rules:
 *  1. Folders of `shared` come in `order`: a folder imports from folders of earlier rows only. A subfolder belongs to its parent.
 *     `metrics` and `statistics` need only `util`; `report` needs those three and `config`. The step names its metrics
 *     by `metrics`, so from `train` on it may be imported.
 *  2. `shared` imports nothing from outside, and reads neither the clock nor Math.random.
 *  3. `renderer` imports `shared` and browser packages.
 *  4. `main` imports no renderer, and only `main/electron` knows Electron. Folders have no cycles anywhere, and
 *     nothing but tests imports `test`.
 *  5. A folder with an `index.ts` is a catalogue. Its members are the files beside it that the index imports or re-exports a value from;
 *     members never import each other. What several share is a file beside them that the index does not list.
 *  6. No file is longer than `mostLines`. */
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
  ['ipc'],
];
/** Folders that may import less than their place in that line allows, or have no place in it, and all they may import. */
export const beside: Readonly<Record<string, readonly string[]>> = {
  metrics: ['util'],
  statistics: ['util'],
  report: ['metrics', 'statistics', 'config', 'util'],
};

export const mostLines = 400;
/** Worth a hard look, not an error. */
export const manyLines = 350;

const top = (path: string): string => path.split('/')[0];
/** `shared/graph/ops/add.ts` → `shared/graph`; a file directly in a layer is in the layer's own folder. */
const folderOf = (path: string): string => dirname(path).split('/').slice(0, 2).join('/');
const isOwn = (target: string): boolean => /^(shared|main|renderer|test)\//.test(target);

/** Every broken rule as a sentence; empty when all hold. */
export function brokenRules(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap((source) => source.imports.flatMap((one) => brokenImport(source.path, one))),
    ...sources.flatMap(impureShared),
    ...catalogues(sources).flatMap(({ members }) => importsBetween(members)),
    ...folderCycles(sources),
    ...sources
      .filter(({ lines }) => lines > mostLines)
      .map(({ path, lines }) => `${path}: expected at most ${mostLines} lines, got ${lines}`),
  ];
}

function brokenImport(path: string, { target }: Import): string[] {
  const says = (rule: string) => [`${path} imports ${target}: ${rule}`];
  const layer = top(path);
  if (layer !== 'test' && target.startsWith('test/')) return says('only tests import test');
  if (layer === 'shared') {
    if (top(target) !== 'shared') return says('shared imports nothing from outside');
    return brokenOrder(path, target).flatMap(says);
  }
  if (
    layer === 'renderer' &&
    (target.startsWith('node:') || (isOwn(target) && !/^(shared|renderer)\//.test(target)) || isNative(target))
  )
    return says('renderer imports shared and browser packages only');
  if (layer === 'main' && target.startsWith('renderer/'))
    return says('main meets the renderer through the contract only');
  if (layer === 'main' && isPackage(target, 'electron') && folderOf(path) !== 'main/electron')
    return says('only the shell in main/electron knows Electron');
  return [];
}

const isPackage = (target: string, name: string): boolean => target === name || target.startsWith(`${name}/`);
const isNative = (target: string): boolean =>
  ['electron', 'onnxruntime-node', 'better-sqlite3'].some((name) => isPackage(target, name));

function brokenOrder(path: string, target: string): string[] {
  const [from, to] = [path, target].map((file) => folderOf(file).split('/')[1]);
  if (from === to) return [];
  const allowed = beside[from] ?? earlier(from);
  if (allowed === null) return [`shared/${from} has no place in the order of test/support/layering.ts and design.md`];
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

/** Each cycle of folders once, by the path that closes it. Tests may lean on each other's folders. */
function folderCycles(sources: readonly Source[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { path, imports } of sources)
    for (const { target } of imports)
      if (top(path) !== 'test' && isOwn(target) && folderOf(target) !== folderOf(path))
        edges.set(folderOf(path), (edges.get(folderOf(path)) ?? new Set()).add(folderOf(target)));
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (folder: string, trail: readonly string[]): void => {
    if (trail.includes(folder)) {
      cycles.push(
        `${[...trail.slice(trail.indexOf(folder)), folder].join(' → ')}: folders import each other in a circle`,
      );
      return;
    }
    if (done.has(folder)) return;
    for (const next of edges.get(folder) ?? []) visit(next, [...trail, folder]);
    done.add(folder);
  };
  for (const folder of edges.keys()) visit(folder, []);
  return cycles;
}
