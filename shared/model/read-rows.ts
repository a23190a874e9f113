/** Reads given tokens into rows, in chunks of rows of similar length. A fork is read in the same chunk as the tokens
 *  before it and simply not stored. */
import { int32 } from '../graph/runtime.ts';
import { batchBucket, cacheBucket, chunkBucket, type Decoder } from './decoder.ts';
import type { RowStore } from './row-store.ts';
import type { AppendRequest, Row, ScoreRequest } from './sampler.ts';
import type { SamplerInputs } from './sampler-inputs.ts';

/** What one row reads. */
export interface Reading {
  readonly row: Row;
  /** Position of the first token. */
  readonly start: number;
  /** Tokens that the row will hold. */
  readonly tokens: readonly number[];
  /** Tokens behind them that it will not hold. */
  readonly fork: ArrayLike<number> | undefined;
  /** First token of the fork that is predicted. */
  readonly forkFrom: number;
}

/** What the row holds without keys and values is read first. */
export const appended = (
  { tokens: held, stored, lengths }: RowStore,
  { row, tokens, fork, forkFrom = 0 }: AppendRequest,
): Reading => ({
  ...{ row, start: stored[row], fork, forkFrom },
  tokens: [...held[row].subarray(stored[row], lengths[row]), ...Array.from(tokens)],
});

/** The row's last token, read again, predicts the first of the fork. */
export function forkAlone({ tokens, lengths }: RowStore, { row, fork, forkFrom = 0 }: ScoreRequest): Reading {
  const start = lengths[row] - 1;
  return { ...{ row, start, fork, forkFrom }, tokens: [tokens[row][start]] };
}

export interface RowReader {
  /** Log-probs of each fork; null without one. keep: the rows hold what they read, but for the forks. */
  read(readings: readonly Reading[], keep: boolean): Promise<(Float32Array | null)[]>;
}

/** most: rows of one chunk. */
export function rowReader(rows: RowStore, inputs: SamplerInputs, decoder: Decoder, most: number): RowReader {
  const { cache, tokens, lengths, stored, maxLength } = rows;

  /** Rows of similar length in one run: the log-probs of their forks, and keys and values of all tokens in it, [batch ·
   *  length] tokens. */
  async function readChunk(readings: readonly Reading[]) {
    const chunk = readings.map(({ row }) => row);
    const starts = readings.map(({ start }) => start);
    const texts = readings.map(({ tokens: read, fork }) => [...read, ...Array.from(fork ?? [])]);
    const batch = batchBucket(chunk.length);
    const length = chunkBucket(Math.max(...texts.map((text) => text.length)));
    const capacity = cacheBucket(Math.max(...starts));
    const { selected, select, targets } = scoredTokens(readings, batch, length);
    const head = selected === 0 ? 'none' : { selected };
    const session = await decoder.session({ batch, length, cache: capacity, head, mostPositions: maxLength });
    const results = await session.run({
      ...(await decoder.weights()),
      ids: inputs.ids(chunk, starts, texts, batch, length),
      positions: inputs.positions(starts, batch, length),
      ...(capacity > 0 && inputs.cache(inputs.workingCache(chunk, starts, batch, capacity), starts, batch, capacity)),
      ...(selected > 0 && { select: int32([selected], select), targets: int32([selected, 1], targets) }),
    });
    const scores = forkScores(readings, results['logProb']?.data as Float32Array | undefined);
    return { length, keys: decoder.newKeys(results), values: decoder.newValues(results), scores };
  }

  /** Keeps what the rows of a chunk read, but for the forks. */
  function store(readings: readonly Reading[], { length, keys, values }: Awaited<ReturnType<typeof readChunk>>): void {
    readings.forEach(({ row, start, tokens: read }, i) => {
      read.forEach((token, t) => {
        cache.store(row, start + t, keys, values, i * length + t);
        tokens[row][start + t] = token;
      });
      stored[row] = lengths[row] = start + read.length;
    });
  }

  /** The longest first, so that rows of similar length share a chunk; scores in the order of the readings. */
  async function readChunks(readings: readonly Reading[], keep: boolean): Promise<(Float32Array | null)[]> {
    const length = ({ tokens: read, fork = [] }: Reading) => read.length + fork.length;
    const order = [...readings.keys()].sort((i, j) => length(readings[j]) - length(readings[i]) || i - j);
    const scores = new Array<Float32Array | null>(readings.length);
    for (let first = 0; first < order.length; first += most) {
      const members = order.slice(first, first + most);
      const chunk = members.map((i) => readings[i]);
      const read = await readChunk(chunk);
      if (keep) store(chunk, read);
      members.forEach((member, i) => (scores[member] = read.scores[i]));
    }
    return scores;
  }

  /** Equal readings behind equal tokens, as members of a group often have them. */
  function alike(readings: readonly Reading[]): number[][] {
    const text = ({ row, start, tokens: read, fork = [], forkFrom }: Reading): string =>
      `${tokens[row].subarray(0, start)}/${read}/${Array.from(fork)}/${forkFrom}`;
    return [...Map.groupBy(readings.keys(), (i) => text(readings[i])).values()];
  }

  return {
    async read(readings, keep) {
      const groups = alike(readings);
      const scores = await readChunks(
        groups.map(([first]) => readings[first]),
        keep,
      );
      const results = readings.map((): Float32Array | null => null);
      groups.forEach((members, i) => {
        const [first, ...others] = members.map((member) => readings[member].row);
        if (keep) rows.copy(first, others);
        for (const member of members) results[member] = scores[i];
      });
      return results;
    },
  };
}

/** Which tokens of the forks are predicted, from where: S slots, a multiple of the batch; 0 without forks. */
function scoredTokens(readings: readonly Reading[], batch: number, length: number) {
  const scored = readings.reduce((n, { fork, forkFrom }) => n + (fork ? fork.length - forkFrom : 0), 0);
  const selected = scored === 0 ? 0 : batch * Math.ceil(scored / batch);
  const select = new Int32Array(selected);
  const targets = new Int32Array(selected);
  let slot = 0;
  readings.forEach(({ tokens: read, fork = [], forkFrom }, i) => {
    for (let j = forkFrom; j < fork.length; j++, slot++) {
      select[slot] = i * length + read.length + j - 1;
      targets[slot] = fork[j];
    }
  });
  return { selected, select, targets };
}

/** logProb: [S, 1], in the order of `scoredTokens`. */
function forkScores(readings: readonly Reading[], logProb: Float32Array | undefined): (Float32Array | null)[] {
  let slot = 0;
  return readings.map(({ fork, forkFrom }) => (fork ? logProb!.slice(slot, (slot += fork.length - forkFrom)) : null));
}
