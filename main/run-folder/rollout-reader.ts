/** Reads rollout chunks: the list without decompressing a rollout, one rollout without the rest, and what is left of a
 *  damaged file. The format is described in rollout-chunk.ts. */
import { crc32 } from 'node:zlib';
import { groupIdFrom } from '../../shared/record/groups.ts';
import { rolloutSummary } from '../../shared/record/summary.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { stopReasons } from '../../shared/record/rollout.ts';
import { excerpt, objectFromJson } from '../../shared/util/json.ts';
import { anyObject, count, fields, finite, nonEmptyText, oneOf, orNull, text } from '../../shared/util/parser.ts';
import { grouped } from '../../shared/util/text.ts';
import {
  blockHeaderBytes,
  blockKind,
  chunkFormat,
  decompress,
  endMark,
  magic,
  magicBytes,
  trailerBytes,
} from './rollout-chunk.ts';
import type { ChunkEntry, ChunkHeader } from './rollout-chunk.ts';
import { bytesFrom, withFile } from '../files/read.ts';
import type { OpenFile } from '../files/read.ts';
import { checkTable } from './record-json.ts';
import type { GroupTable } from './record-json.ts';
import { setOf } from './run-folder.ts';
import { decodeRecord, decodeText, lengthPrefixedJson } from './rollout-record.ts';
import type { RolloutText } from './rollout-record.ts';

const what = 'a chunk of rollouts';

/** A step of a large run draws some thousand rollouts. */
const mostRollouts = 2 ** 16;
/** Of one rollout, one group or an index: a rollout of a million tokens takes 20 MB. */
const mostUnpacked = 2 ** 26;
/** Of all texts of a chunk, and of all rollouts of a chunk that is open. */
const mostText = 2 ** 28;
const mostDecoded = 2 ** 30;

export interface ChunkIndex extends ChunkHeader {
  /** Every rollout that can be listed, by position. */
  readonly entries: readonly ChunkEntry[];
  /** What is damaged, as a sentence; null when the chunk is whole. */
  readonly problem: string | null;
}

/** The list of a chunk's rollouts. From a truncated or damaged file, those that are intact, and a sentence about the
 *  rest. Throws a sentence when the file is no chunk, or from a newer version. */
export function readIndex(path: string): ChunkIndex {
  return withFile(path, what, index);
}

/** A chunk that decodes each rollout when it is first asked for, and keeps it. */
export interface OpenChunk {
  readonly index: ChunkIndex;
  /** By position. Throws a sentence if it is missing, or it or its group is damaged. */
  rollout(n: number): SavedRollout;
  /** Every listed rollout, in order; null for a damaged one, and a sentence about the first of these. */
  all(): { readonly rollouts: readonly (SavedRollout | null)[]; readonly problem: string | null };
}

/** Throws as `readIndex`. The file is opened for each call only. */
export function openChunk(path: string): OpenChunk {
  const listed = readIndex(path);
  const groups: Groups = new Map();
  const known = new Map<number, SavedRollout>();
  let room = mostDecoded;
  const decode = (file: OpenFile, { n, offset }: ChunkEntry): SavedRollout => {
    const { bytes, table } = bodyAt(file, offset, groups);
    room -= bytes.length;
    if (room < 0)
      throw new RangeError(
        `${path}, byte ${offset}: expected rollouts of ${grouped(mostDecoded)} bytes in all, got more`,
      );
    const rollout = decoded(file, offset, bytes, table);
    known.set(n, rollout);
    return rollout;
  };
  return {
    index: listed,
    rollout(n) {
      const { entries, problem } = listed;
      const entry = entries.find((candidate) => candidate.n === n);
      if (entry === undefined)
        throw new RangeError(
          problem === null
            ? `${path}: expected a rollout from 0 to ${entries.length - 1}, got ${n}`
            : `${path}, rollout ${n}: expected an intact rollout, got none — ${problem}`,
        );
      return known.get(n) ?? withFile(path, what, (file) => decode(file, entry));
    },
    all: () => withFile(path, what, (file) => intact(listed, (entry) => known.get(entry.n) ?? decode(file, entry))),
  };
}

/** The list and every rollout on it, as `all` of `openChunk`. */
export function readChunk(path: string): ChunkIndex & { readonly rollouts: readonly (SavedRollout | null)[] } {
  const { index: listed, all } = openChunk(path);
  return { ...listed, ...all() };
}

export type ChunkTexts = ChunkIndex & { readonly texts: readonly (RolloutText | null)[] };

/** Reads the list of a chunk and the text of every rollout on it, without values per token, one more rollout at every
 *  step. Null and `problem` as in `readChunk`. The file is opened for each call of `next` only. */
export function* readTexts(path: string): Generator<undefined, ChunkTexts, undefined> {
  const listed = readIndex(path);
  const groups: Groups = new Map();
  const texts: (RolloutText | null)[] = [];
  let { problem } = listed;
  let room = mostText;
  for (const { offset } of listed.entries) {
    texts.push(
      withFile(path, what, (file) => {
        try {
          const { bytes, table } = bodyAt(file, offset, groups);
          room -= bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
          if (room < 0)
            throw new RangeError(
              `${path}, byte ${offset}: expected texts of ${grouped(mostText)} bytes in all, got more`,
            );
          return parsed(file, offset, () => decodeText(bytes, table));
        } catch (error) {
          if (!(error instanceof RangeError)) throw error; // damage; anything else is ours
          problem ??= error.message;
          return null;
        }
      }),
    );
    yield;
  }
  return { ...listed, texts, problem };
}

/** What can be read of the listed rollouts, null in place of the rest. */
function intact<T>({ entries, problem }: ChunkIndex, read: (entry: ChunkEntry) => T) {
  let first = problem;
  const rollouts = entries.map((entry) => {
    try {
      return read(entry);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // damage; anything else is ours
      first ??= error.message;
      return null;
    }
  });
  return { rollouts, problem: first };
}

function index(file: OpenFile): ChunkIndex {
  const start = bytesAt(file, 0, magicBytes);
  if (start.toString('latin1', 0, magic.length) !== magic)
    throw new RangeError(
      `${file.path}: expected a chunk of rollouts, got another kind of file — delete it or put it back`,
    );
  const version = start.readUInt16LE(magicBytes - 2);
  if (version > chunkFormat)
    throw new RangeError(
      `${file.path}: expected format version ${chunkFormat} or older, got ${version} — it was written by a newer IGPO Lab; update this one`,
    );
  const { rollouts, ...header } = chunkHeader(file);
  try {
    return { ...header, entries: storedEntries(file, rollouts), problem: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const entries = salvagedEntries(file);
    const problem = `${error.message}; ${entries.length} of its ${rollouts} rollouts can be read`;
    return { ...header, entries, problem };
  }
}

function chunkHeader(file: OpenFile): ChunkHeader & { readonly rollouts: number } {
  return parsed(file, magicBytes, () => {
    const read = fields(
      objectFromJson(blockAt(file, magicBytes, blockKind.header, 2 ** 16).toString(), 'header'),
      'header',
    );
    const header = { step: read('step', count), tokenizer: read('tokenizer', text), rollouts: read('rollouts', count) };
    const most = Math.min(mostRollouts, Math.floor(file.size / blockHeaderBytes));
    if (header.rollouts > most)
      throw new RangeError(`header, rollouts: expected at most ${grouped(most)}, got ${grouped(header.rollouts)}`);
    return header;
  });
}

/** The index as written, of at most `rollouts` rollouts. Throws RangeError when it is missing or damaged. */
function storedEntries(file: OpenFile, rollouts: number): ChunkEntry[] {
  const trailer = bytesAt(file, Math.max(0, file.size - trailerBytes), trailerBytes);
  if (trailer.toString('latin1', 4) !== endMark)
    throw new RangeError(`${file.path}: expected an index at the end, got none — the file is truncated`);
  const at = trailer.readUInt32LE(0);
  return parsed(file, at, () => {
    const most = Math.min(mostUnpacked, (1 + rollouts) * mostEntryBytes);
    const entries: unknown = JSON.parse(decompress(blockAt(file, at, blockKind.index), most).toString());
    if (!Array.isArray(entries) || entries.length > rollouts)
      throw new RangeError(`index: expected a list of at most ${rollouts} rollouts, got ${excerpt(entries)}`);
    return entries.map((entry, i) => currentEntry(checkEntry(entry, `index[${i}]`), file));
  });
}

/** Names, numbers and two ids, which the trainer makes short. */
const mostEntryBytes = 2 ** 12;

/** As earlier versions wrote it: see `decodeRecord`. */
type StoredEntry = Omit<ChunkEntry, 'groupId'> & { readonly groupId?: string };

function checkEntry(value: unknown, where: string): StoredEntry {
  const entry = anyObject(value, where);
  const read = fields(entry, where);
  for (const key of ['n', 'offset', 'group', 'member', 'turns', 'tokens']) read(key, count);
  for (const key of ['answerF1', 'exactMatch', 'reward']) read(key, orNull(finite));
  for (const key of ['id', 'questionId', ...('groupId' in entry ? ['groupId'] : [])]) read(key, nonEmptyText);
  read('stopReason', oneOf(stopReasons));
  return entry as unknown as StoredEntry;
}

const currentEntry = ({ groupId, ...entry }: StoredEntry, { path }: OpenFile): ChunkEntry =>
  groupId === undefined
    ? { ...entry, groupId: groupIdFrom(entry.id), reward: setOf(path) === 'evaluation' ? null : entry.reward }
    : { ...entry, groupId };

/** The index rebuilt by walking the blocks up to the first that is cut off or of an unknown kind: what follows one is
 *  not ours, or its length cannot be trusted. Skips damaged rollouts, a bounded number of them. */
function salvagedEntries(file: OpenFile): ChunkEntry[] {
  const entries: ChunkEntry[] = [];
  const groups: Groups = new Map();
  let damagedOnes = 0;
  let room = mostText;
  for (let offset = magicBytes; offset + blockHeaderBytes <= file.size;) {
    const head = bytesAt(file, offset, blockHeaderBytes);
    const kind = head.readUInt8(0);
    if (!blockKinds.has(kind) || damagedOnes > mostDamaged || entries.length === mostRollouts || room < 0) break;
    const n = entries.length + damagedOnes;
    if (kind === blockKind.rollout)
      try {
        const { bytes, table } = bodyAt(file, offset, groups);
        room -= bytes.length;
        entries.push({ n, offset, ...rolloutSummary(decoded(file, offset, bytes, table)) });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error; // damage; anything else is ours
        damagedOnes++;
      }
    offset += blockHeaderBytes + head.readUInt32LE(1);
  }
  return entries;
}

const blockKinds = new Set<number>(Object.values(blockKind));
const mostDamaged = 100;

/** A rollout's record and the table that it refers to. */
interface Body {
  readonly bytes: Buffer;
  readonly table: GroupTable;
}

function decoded(file: OpenFile, offset: number, bytes: Buffer, table: GroupTable): SavedRollout {
  return parsed(file, offset, () => decodeRecord(bytes, table, setOf(file.path)));
}

/** Groups that were decompressed, by offset. */
type Groups = Map<number, Group>;

function bodyAt(file: OpenFile, offset: number, groups: Groups): Body {
  const body = blockAt(file, offset, blockKind.rollout);
  return parsed(file, offset, () => {
    const groupOffset = body.readUInt32LE(0);
    let group = groups.get(groupOffset);
    if (!group) {
      group = groupAt(file, groupOffset);
      const held = [...groups.values()].reduce((total, { shared }) => total + shared.length, group.shared.length);
      if (held > mostUnpacked) groups.clear(); // rollouts of a group lie together, so an earlier one is seldom missed
      groups.set(groupOffset, group);
    }
    return { bytes: decompress(body.subarray(4), mostUnpacked, group.shared), table: group.table };
  });
}

interface Group {
  /** Dictionary of its rollouts. */
  readonly shared: Buffer;
  readonly table: GroupTable;
}

function groupAt(file: OpenFile, offset: number): Group {
  const block = blockAt(file, offset, blockKind.group);
  return parsed(file, offset, () => {
    const shared = decompress(block, mostUnpacked);
    return { shared, table: checkTable(lengthPrefixedJson(shared), 'table') };
  });
}

/** What `parse` makes of a block's bytes. Throws RangeError with its place for whatever they are not. */
function parsed<T>({ path }: OpenFile, offset: number, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith(path)) throw error;
    throw new RangeError(`${path}, byte ${offset}: ${message} — the file is damaged`, { cause: error });
  }
}

/** The body of a block, of at most `most` bytes. Throws RangeError if it is larger, of another kind, cut off or
 *  altered. */
function blockAt(file: OpenFile, offset: number, kind: number, most = mostUnpacked): Buffer {
  const head = bytesAt(file, offset, blockHeaderBytes);
  if (head.readUInt32LE(1) > most)
    throw damaged(file, offset, `at most ${grouped(most)} bytes`, grouped(head.readUInt32LE(1)));
  if (head.readUInt8(0) !== kind) throw damaged(file, offset, `block kind ${kind}`, `${head.readUInt8(0)}`);
  const body = bytesAt(file, offset + blockHeaderBytes, head.readUInt32LE(1));
  const got = crc32(body);
  if (got !== head.readUInt32LE(5))
    throw damaged(file, offset, `checksum ${head.readUInt32LE(5).toString(16)}`, got.toString(16));
  return body;
}

function bytesAt(file: OpenFile, offset: number, length: number): Buffer {
  if (offset + length > file.size) throw damaged(file, offset, `${length} bytes`, `${Math.max(0, file.size - offset)}`);
  return bytesFrom(file, offset, length);
}

const damaged = ({ path }: OpenFile, offset: number, expected: string, got: string): RangeError =>
  new RangeError(`${path}, byte ${offset}: expected ${expected}, got ${got} — the file is truncated or damaged`);
