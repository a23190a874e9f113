/** Chunks of rollouts byte by byte, as somebody would write them who is no friend: every field may lie. */
import { crc32, zstdCompressSync } from 'node:zlib';
import { blockKind, magic, magicBytes } from '../../main/run-folder/rollout-chunk.ts';

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

export const packed = (bytes: Buffer | string, dictionary?: Buffer): Buffer =>
  zstdCompressSync(bytes, dictionary && { dictionary });

const bombs = new Map<number, Buffer>();

/** Zeros that take some thousandth of their size. */
export function bomb(bytes: number): Buffer {
  let made = bombs.get(bytes);
  if (!made) bombs.set(bytes, (made = packed(Buffer.alloc(bytes))));
  return made;
}

/** JSON after its length, which may be another one. */
const prefixed = (json: string, length: number): Buffer => Buffer.concat([uint32(length), Buffer.from(json)]);

export const recordBytes = (json: string, length = Buffer.byteLength(json)): Buffer => prefixed(json, length);
export const tableBytes = recordBytes;

interface RawChunk {
  readonly header?: unknown;
  /** Bodies of group blocks. */
  readonly groups?: readonly Buffer[];
  /** Bodies of rollout blocks after the offset of their group, the first one. */
  readonly rollouts?: readonly Buffer[];
  /** Body of the index, from the offsets of the rollouts. */
  readonly index?: Buffer | ((offsets: readonly number[]) => Buffer);
  readonly trailer?: boolean;
}

/** The blocks one after another. */
export function rawChunk({
  header = { step: 1, tokenizer: 'x', rollouts: 1 },
  groups = [],
  rollouts = [],
  index,
  trailer = true,
}: RawChunk): Buffer {
  const start = Buffer.alloc(magicBytes);
  start.write(magic, 'latin1');
  start.writeUInt16LE(1, magicBytes - 2);
  const parts: Buffer[] = [start];
  let size = start.length;
  const add = (kind: number, body: Buffer): number => {
    const offset = size;
    parts.push(Buffer.concat([Buffer.of(kind), uint32(body.length), uint32(crc32(body)), body]));
    size += parts.at(-1)!.length;
    return offset;
  };
  add(blockKind.header, Buffer.from(JSON.stringify(header)));
  const [first = 0] = groups.map((group) => add(blockKind.group, group));
  const offsets = rollouts.map((body) => add(blockKind.rollout, Buffer.concat([uint32(first), body])));
  const listed = typeof index === 'function' ? index(offsets) : index;
  const at = listed ? add(blockKind.index, listed) : 0;
  if (trailer) parts.push(uint32(at), Buffer.from('IGPO end', 'latin1'));
  return Buffer.concat(parts);
}

const named = {
  ...{ id: '1/0/0', groupId: '1/0', group: 0, member: 0, promptLength: 0, stopReason: 'answered', answer: 'a' },
  ...{
    wellFormed: true,
    error: null,
    scores: { turns: 0, wellFormed: true, answered: true, outcomeScores: {}, turnScores: {} },
  },
  ...{ turns: [], maskRuns: [0], tokens: 0, rewards: 0, advantages: 0, beliefs: null, groundTruthTokens: null },
  hasRatio: false,
};
const listedAs = {
  ...{ id: '1/0/0', groupId: '1/0', questionId: 'q', stopReason: 'answered', reward: 0, answerF1: 0, exactMatch: 0 },
  ...{ group: 0, member: 0, tokens: 0, turns: 0 },
};
const table = tableBytes(JSON.stringify({ question: { id: 'q', text: 'Who?', groundTruth: ['a'] }, passages: [] }));

interface Replaced {
  /** Fields of its line in the index. */
  readonly entry?: object;
  readonly group?: Buffer;
  readonly groups?: readonly Buffer[];
  /** Of its record. */
  readonly json?: string;
  readonly record?: Buffer;
}

/** A chunk of one rollout that is in order, but for what is given. lie: fields of its record. */
export function chunkOf(
  lie: unknown,
  { entry = {}, group = packed(table), groups = [group], json, record }: Replaced = {},
): Buffer {
  const body = record ?? packed(recordBytes(json ?? JSON.stringify({ ...named, ...(lie as object) })), table);
  return rawChunk({
    groups,
    rollouts: [body],
    index: ([offset]) => packed(JSON.stringify([{ n: 0, offset, ...listedAs, ...entry }])),
  });
}
