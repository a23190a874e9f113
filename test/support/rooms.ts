/** `npm run rooms [-- FOLDER]`: the map of the house, here or of another checkout. A report, not a law:
 *  layering.ts has those. */
import { dirname } from 'node:path/posix';
import { fileCircles } from './layering.ts';
import type { Source } from './read-imports.ts';
import { readSources } from './read-sources.ts';

/** Folders whose own folders are the rooms. */
const corridors = new Set(['main/services', 'renderer/features', 'test/shared', 'test/main', 'test/renderer']);
const longest = 15;

const roomOf = (path: string): string => {
  const folders = dirname(path).split('/');
  return folders.slice(0, corridors.has(folders.slice(0, 2).join('/')) ? 3 : 2).join('/');
};

/** Markdown: what is in each room, which room imports which and how often, the longest files, and circles of files. */
export function rooms(sources: readonly Source[]): string {
  const known = new Set(sources.map(({ path }) => path));
  const arrows = sources.flatMap(({ path, imports }) =>
    imports.filter(({ target }) => known.has(target)).map(({ target }) => ({ from: path, to: target })),
  );
  const between = arrows
    .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
    .filter(({ from, to }) => from !== to);
  const app = between.filter(({ from }) => !from.startsWith('test'));
  const inRooms = byKey(sources, ({ path }) => roomOf(path)).map(([room, files]) => [
    room,
    files.length,
    sum(files.map(({ lines }) => lines)),
    sum(files.map(({ exports }) => exports.length)),
    new Set(app.filter(({ from }) => from === room).map(({ to }) => to)).size,
    new Set(app.filter(({ to }) => to === room).map(({ from }) => from)).size,
  ]);
  const inLayers = byKey(sources, ({ path }) => path.split('/')[0]).map(([layer, files]) => [
    layer,
    files.length,
    sum(files.map(({ lines }) => lines)),
    sum(files.map(({ exports }) => exports.length)),
  ]);
  const counted = byKey(app, ({ from }) => from).map(([from, all]) => [
    from,
    all.length,
    byKey(all, ({ to }) => to)
      .map(([to, each]) => `${to} ${each.length}`)
      .join(', '),
  ]);
  const long = sources.toSorted((a, b) => b.lines - a.lines).slice(0, longest);
  const knots = fileCircles(sources);
  return [
    table(['layer', 'files', 'lines', 'exports'], inLayers),
    table(['room', 'files', 'lines', 'exports', 'imports rooms', 'imported by rooms'], inRooms),
    table(['room', 'imports', 'of (rooms and how many imports)'], counted),
    table(
      ['longest files', 'lines'],
      long.map(({ path, lines }) => [path, lines]),
    ),
    `Circles of files beyond graph and operators: ${knots.length === 0 ? 'none' : `\n${knots.map((knot) => `- ${knot}`).join('\n')}`}`,
  ].join('\n\n');
}

type Cell = string | number;

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const byKey = <T>(all: readonly T[], keyOf: (one: T) => string): [string, T[]][] =>
  [...Map.groupBy(all, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

if (import.meta.main) console.log(rooms(readSources(process.argv[2])));
