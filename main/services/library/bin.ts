/** The bin of a data folder: a removal lies in `.bin/<token>/` for 30 days, one folder for each removed id, beside the
 *  list of ids. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, objectFromJson } from '../../../shared/util/json.ts';
import { namesIn } from '../../files/list.ts';
import { readText } from '../../files/read.ts';
import { makeFolder, move, removeTree, removeTreeSlowly, replaceFile } from '../../files/write.ts';
import { folderOf } from './ids.ts';

const keptMs = 30 * 24 * 60 * 60_000;

interface Contents {
  /** ISO 8601 */
  readonly removed: string;
  /** The n-th is in the folder `n`. */
  readonly ids: readonly string[];
}

const binOf = (dataFolder: string): string => join(dataFolder, '.bin');
const listOf = (place: string): string => join(place, 'contents.json');

/** Moves all of them or none. Returns the token that restores them. */
export function moveToBin(dataFolder: string, ids: readonly string[], now: Date = new Date()): string {
  const token = `${now.toISOString().slice(0, 10)}-${randomBytes(8).toString('hex')}`;
  const place = join(binOf(dataFolder), token);
  makeFolder(dataFolder, place);
  const contents: Contents = { removed: now.toISOString(), ids };
  replaceFile(dataFolder, listOf(place), Buffer.from(`${JSON.stringify(contents, null, 2)}\n`));
  moveAll(
    dataFolder,
    ids.map((id, n) => [join(dataFolder, ...id.split('/')), join(place, String(n))] as const),
  );
  return token;
}

/** Restores a removal; returns its ids. Throws a sentence when it is gone, or when another folder has its place. */
export function restoreFromBin(dataFolder: string, token: string): readonly string[] {
  const place = join(binOf(dataFolder), token);
  if (!/^[\d-]{10}-[0-9a-f]{16}$/.test(token) || !existsSync(listOf(place)))
    throw new RangeError(
      `undo: expected something that was removed in the last 30 days, got ${JSON.stringify(token.slice(0, 40))}`,
    );
  const { ids } = contentsOf(place);
  const moves = ids.map((id, n) => [join(place, String(n)), folderOf(dataFolder, id)] as const);
  for (const [, target] of moves) {
    if (existsSync(target))
      throw new Error(`${target}: expected nothing where it was, got another folder — move that one first`);
    if (!existsSync(dirname(target)))
      throw new Error(
        `${dirname(target)}: expected the experiment that the run belongs to, got none — restore it first`,
      );
  }
  moveAll(dataFolder, moves);
  removeTree(dataFolder, place);
  return ids;
}

/** Deletes removals of more than 30 days ago, without blocking this process. */
export async function purgeBin(dataFolder: string, now: Date = new Date()): Promise<void> {
  const bin = binOf(dataFolder);
  for (const token of namesIn(bin)) {
    const removed = existsSync(listOf(join(bin, token))) ? Date.parse(contentsOf(join(bin, token)).removed) : NaN;
    if (now.getTime() - removed > keptMs) await removeTreeSlowly(dataFolder, join(bin, token));
  }
}

function contentsOf(place: string): Contents {
  const { removed, ids } = objectFromJson(readText(listOf(place), 'binned'), listOf(place));
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
  if (typeof removed !== 'string' || !isList || isObject(ids))
    throw new TypeError(
      `${listOf(place)}: expected when and what was removed, got something else — the file is damaged`,
    );
  return { removed, ids };
}

/** Undoes its moves when one of them fails. */
function moveAll(dataFolder: string, moves: readonly (readonly [string, string])[]): void {
  const done: (readonly [string, string])[] = [];
  try {
    for (const [from, to] of moves) {
      move(dataFolder, from, to);
      done.push([from, to]);
    }
  } catch (error) {
    for (const [from, to] of done.reverse()) move(dataFolder, to, from);
    throw new Error(`${(error as Error).message} — nothing was moved`, { cause: error });
  }
}
