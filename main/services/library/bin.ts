/** The bin of a data folder: a removal lies in `.bin/<token>/` for 30 days, one folder for each removed id, beside the
 *  list of ids. Its token is noted in `removed/` of what this installation keeps, so that nothing is ever deleted which
 *  was removed elsewhere: a data folder may have been received. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { objectFromJson } from '../../../shared/util/json.ts';
import { namesIn } from '../../files/list.ts';
import { readText } from '../../files/read.ts';
import { createFile, makeFolder, move, removeTree, removeTreeSlowly, replaceFile } from '../../files/write.ts';
import { folderOf } from './ids.ts';

/** From the beginning of the day of the removal (UTC): 30 whole days, and what is left of that one. */
const keptMs = 31 * 24 * 60 * 60_000;

/** The day of the removal, and what nobody can guess. */
const tokenForm = /^(\d{4}-\d{2}-\d{2})-[0-9a-f]{16}$/;

interface Contents {
  /** ISO 8601 */
  readonly removed: string;
  /** The n-th is in the folder `n`. */
  readonly ids: readonly string[];
}

const listOf = (place: string): string => join(place, 'contents.json');

export interface Bin {
  /** Moves all of them or none. Returns the token that restores them. */
  put(ids: readonly string[]): string;
  /** Restores a removal; returns its ids. Throws a sentence when it is gone, or when another folder has its place. */
  restore(token: string): readonly string[];
  /** Deletes what this installation removed more than 30 days ago, without blocking this process. */
  purge(now?: Date): Promise<void>;
}

/** kept: where this installation keeps what it did in the data folder. */
export function createBin(dataFolder: string, kept: string): Bin {
  const placeOf = (token: string): string => join(dataFolder, '.bin', token);
  const notes = join(kept, 'removed');

  /** Without a note the removal stays until somebody deletes it. */
  function note(token: string): void {
    try {
      makeFolder(notes, notes);
      createFile(notes, join(notes, token), new Uint8Array());
    } catch (error) {
      process.emitWarning(`${placeOf(token)}: will not be deleted after 30 days — ${(error as Error).message}`);
    }
  }

  return {
    put(ids) {
      const now = new Date();
      const token = `${now.toISOString().slice(0, 10)}-${randomBytes(8).toString('hex')}`;
      const place = placeOf(token);
      makeFolder(dataFolder, place);
      const contents: Contents = { removed: now.toISOString(), ids };
      replaceFile(dataFolder, listOf(place), Buffer.from(`${JSON.stringify(contents, null, 2)}\n`));
      const moves = ids.map((id, n) => [join(dataFolder, ...id.split('/')), join(place, String(n))] as const);
      moveAll(dataFolder, moves);
      note(token);
      return token;
    },
    restore(token) {
      const place = placeOf(token);
      if (!tokenForm.test(token) || !existsSync(listOf(place)))
        throw new RangeError(
          `undo: expected something that was removed in the last 30 days, got ${JSON.stringify(token.slice(0, 40))}`,
        );
      const ids = idsIn(place);
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
    },
    async purge(now = new Date()) {
      for (const token of namesIn(notes)) {
        const day = tokenForm.exec(token)?.[1];
        if (day === undefined || !(now.getTime() - Date.parse(day) >= keptMs)) continue;
        await removeTreeSlowly(dataFolder, placeOf(token));
        removeTree(notes, join(notes, token));
      }
    },
  };
}

function idsIn(place: string): readonly string[] {
  const { ids } = objectFromJson(readText(listOf(place), 'binned'), listOf(place));
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
    throw new TypeError(`${listOf(place)}: expected what was removed, got something else — the file is damaged`);
  return ids;
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
