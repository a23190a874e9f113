/** What nothing needs: exports that only tests import or nobody at all, and files that no entry leads to. */
import type { Export, Source } from './read-imports.ts';

const isTest = ({ path }: Source): boolean => path.startsWith('test/');

/** Sentences; empty when all is used. `entries`: the files that begin a process or a page; nothing imports them.
 *  Two kinds of exports need no importer in the app if their own file uses them: what a test takes in hand without its
 *  surroundings, and a type, because other exports speak of it. */
export function deadWood(sources: readonly Source[], entries: readonly string[]): string[] {
  const app = sources.filter((source) => !isTest(source) && !source.path.endsWith('.d.ts'));
  const [byApp, byTests] = [app, sources.filter(isTest)].map(namesImported);
  const reached = filesReached(app, entries);
  return app.flatMap(({ path, exports }) => {
    if (!reached.has(path)) return [`${path}: no entry leads to it`];
    return exports
      .filter(({ name }) => !isIn(byApp, path, name))
      .flatMap((one) => {
        const why = dead(one, isIn(byTests, path, one.name));
        return why === null ? [] : [`${path}: ${one.name} is ${why}`];
      });
  });
}

function dead({ isType, usedHere }: Export, tested: boolean): string | null {
  if (usedHere) return isType || tested ? null : 'exported for nobody';
  return tested ? 'used by tests alone' : 'unused';
}

type Names = ReadonlyMap<string, ReadonlySet<string>>;

function namesImported(sources: readonly Source[]): Names {
  const names = new Map<string, Set<string>>();
  for (const { imports } of sources)
    for (const one of imports) {
      const known = names.get(one.target) ?? new Set();
      for (const name of one.names) known.add(name);
      names.set(one.target, known);
    }
  return names;
}

const isIn = (names: Names, path: string, name: string): boolean =>
  names.get(path)?.has(name) === true || names.get(path)?.has('*') === true;

function filesReached(sources: readonly Source[], entries: readonly string[]): Set<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const source = byPath.get(path);
    if (!source || reached.has(path)) return;
    reached.add(path);
    for (const { target } of source.imports) visit(target);
  };
  for (const entry of entries) visit(entry);
  return reached;
}
