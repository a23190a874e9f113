/** Reads rollout chunks: the list without decompressing a rollout, one rollout without the rest, and what is left of a
 *  damaged file. The format is described in rollout-chunk.ts. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { groupIdFrom } from '../../shared/record/groups.ts';
import { rolloutSummary } from '../../shared/record/summary.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { count, fields, text } from '../../shared/util/parser.ts';
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
import { setOf } from './run-folder.ts';
import type { ChunkSet } from './run-folder.ts';
import { decodeRecord, decodeText } from './rollout-record.ts';
import type { GroupTable, RolloutText } from './rollout-record.ts';

export interface ChunkIndex extends ChunkHeader {
  /** Every rollout that can be listed, by position. */
  readonly entries: readonly ChunkEntry[];
  /** What is damaged, as a sentence; null when the chunk is whole. */
  readonly problem: string | null;
}

/** The list of a chunk's rollouts. From a truncated or damaged file, those that are intact, and a sentence about the
 *  rest. Throws a sentence when the file is no chunk, or from a newer version. */
export function readIndex(path: string): ChunkIndex {
  return withFile(path, index);
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
  const groups = new Map<number, Group>();
  const decoded = new Map<number, SavedRollout>();
  const decode = (file: File, { n, offset }: ChunkEntry) =>
    kept(decoded, n, () => fullRollout(bodyAt(file, offset, groups), setOf(path)));
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
      return decoded.get(n) ?? withFile(path, (file) => decode(file, entry));
    },
    all: () => withFile(path, (file) => intact(listed, (entry) => decode(file, entry))),
  };
}

/** The list and every rollout on it, as `all` of `openChunk`. */
export function readChunk(path: string): ChunkIndex & { readonly rollouts: readonly (SavedRollout | null)[] } {
  const { index: listed, all } = openChunk(path);
  return { ...listed, ...all() };
}

/** The list and the text of every rollout on it, without values per token. Null and `problem` as in `readChunk`. */
export function readTexts(path: string): ChunkIndex & { readonly texts: readonly (RolloutText | null)[] } {
  return withFile(path, (file) => {
    const listed = index(file);
    const groups = new Map<number, Group>();
    const { rollouts, problem } = intact(listed, ({ offset }) => {
      const { bytes, table } = bodyAt(file, offset, groups);
      return decodeText(bytes, table);
    });
    return { ...listed, texts: rollouts, problem };
  });
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

interface File {
  readonly path: string;
  readonly fd: number;
  readonly size: number;
}

function withFile<T>(path: string, use: (file: File) => T): T {
  const fd = openSync(path, 'r');
  try {
    return use({ path, fd, size: fstatSync(fd).size });
  } finally {
    closeSync(fd);
  }
}

function index(file: File): ChunkIndex {
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
    return { ...header, entries: storedEntries(file), problem: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const entries = salvagedEntries(file);
    const problem = `${error.message}; ${entries.length} of its ${rollouts} rollouts can be read`;
    return { ...header, entries, problem };
  }
}

function chunkHeader(file: File): ChunkHeader & { readonly rollouts: number } {
  const where = `${file.path}, header`;
  const read = fields(objectFromJson(blockAt(file, magicBytes, blockKind.header).toString(), where), where);
  return { step: read('step', count), tokenizer: read('tokenizer', text), rollouts: read('rollouts', count) };
}

/** The index as written. Throws RangeError when it is missing or damaged. */
function storedEntries(file: File): ChunkEntry[] {
  const trailer = bytesAt(file, Math.max(0, file.size - trailerBytes), trailerBytes);
  if (trailer.toString('latin1', 4) !== endMark)
    throw new RangeError(`${file.path}: expected an index at the end, got none — the file is truncated`);
  const entries = JSON.parse(decompress(blockAt(file, trailer.readUInt32LE(0), blockKind.index)).toString());
  return (entries as StoredEntry[]).map((entry) => currentEntry(entry, file));
}

/** As earlier versions wrote it: see `decodeRecord`. */
type StoredEntry = Omit<ChunkEntry, 'groupId'> & { readonly groupId?: string };

const currentEntry = ({ groupId, ...entry }: StoredEntry, { path }: File): ChunkEntry =>
  groupId === undefined
    ? { ...entry, groupId: groupIdFrom(entry.id), reward: setOf(path) === 'evaluation' ? null : entry.reward }
    : { ...entry, groupId };

/** The index rebuilt by walking the blocks up to the first that is cut off. Skips damaged rollouts. */
function salvagedEntries(file: File): ChunkEntry[] {
  const entries: ChunkEntry[] = [];
  const groups = new Map<number, Group>();
  let n = 0;
  for (let offset = magicBytes; offset + blockHeaderBytes <= file.size;) {
    const head = bytesAt(file, offset, blockHeaderBytes);
    if (head.readUInt8(0) === blockKind.rollout) {
      try {
        entries.push({ n, offset, ...rolloutSummary(fullRollout(bodyAt(file, offset, groups), setOf(file.path))) });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error; // damage; anything else is ours
      }
      n++;
    }
    offset += blockHeaderBytes + head.readUInt32LE(1);
  }
  return entries;
}

/** A rollout's record and the table that it refers to. */
interface Body {
  readonly bytes: Buffer;
  readonly table: GroupTable;
}

const fullRollout = ({ bytes, table }: Body, set: ChunkSet): SavedRollout => decodeRecord(bytes, table, set);

/** groups: those decompressed so far, by offset. */
function bodyAt(file: File, offset: number, groups: Map<number, Group>): Body {
  const body = blockAt(file, offset, blockKind.rollout);
  const groupOffset = body.readUInt32LE(0);
  const { shared, table } = kept(groups, groupOffset, () => groupAt(file, groupOffset));
  return { bytes: decompress(body.subarray(4), shared), table };
}

interface Group {
  /** Dictionary of its rollouts. */
  readonly shared: Buffer;
  readonly table: GroupTable;
}

function groupAt(file: File, offset: number): Group {
  const shared = decompress(blockAt(file, offset, blockKind.group));
  return { shared, table: JSON.parse(shared.toString('utf8', 4, 4 + shared.readUInt32LE(0))) as GroupTable };
}

function kept<T>(made: Map<number, T>, key: number, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

/** The body of a block. Throws RangeError if it is of another kind, cut off or altered, so callers may trust the
 *  bytes. */
function blockAt(file: File, offset: number, kind: number): Buffer {
  const head = bytesAt(file, offset, blockHeaderBytes);
  if (head.readUInt8(0) !== kind) throw damaged(file, offset, `block kind ${kind}`, `${head.readUInt8(0)}`);
  const body = bytesAt(file, offset + blockHeaderBytes, head.readUInt32LE(1));
  const got = crc32(body);
  if (got !== head.readUInt32LE(5))
    throw damaged(file, offset, `checksum ${head.readUInt32LE(5).toString(16)}`, got.toString(16));
  return body;
}

function bytesAt(file: File, offset: number, length: number): Buffer {
  if (offset + length > file.size) throw damaged(file, offset, `${length} bytes`, `${Math.max(0, file.size - offset)}`);
  const bytes = Buffer.alloc(length);
  readSync(file.fd, bytes, 0, length, offset);
  return bytes;
}

const damaged = ({ path }: File, offset: number, expected: string, got: string): RangeError =>
  new RangeError(`${path}, byte ${offset}: expected ${expected}, got ${got} — the file is truncated or damaged`);
