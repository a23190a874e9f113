/** A sampler on a graph runtime with a KV cache. Given tokens are read in chunks, sampled ones one at a time for all rows together; rows
 *  that finish leave the working batch. A fork is read in the same chunk as the tokens before it and simply not stored. */
import { onnx } from '../graph/onnx.ts';
import { sessionCache } from '../graph/session-cache.ts';
import { int32, type Runtime, type Session, type Tensor, type Variable } from '../graph/runtime.ts';
import type { Architecture } from '../models/architecture.ts';
import { decodingGraph, type ChunkShape } from './decoding-graph.ts';
import { drawToken } from './draw-token.ts';
import { kvCache, writeToken } from './kv-cache.ts';
import { liveWeights } from './live-weights.ts';
import type { AppendRequest, Row, Sampled, Sampler, SampleRequest, SamplingOptions } from './sampler.ts';
import { samplerInputs } from './sampler-inputs.ts';
import { stopTest } from './stop.ts';

export interface SamplerOptions {
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  /** Parameters as they are now, shared with the learner; others than before where a teacher has been taken anew. */
  readonly variables: () => Readonly<Record<string, Variable>>;
  /** Most rows alive at once. */
  readonly maxRows: number;
  readonly maxLength: number;
}

/** Rows of one step. */
const MOST_BATCH = 256;
/** Rows that are read together on the CPU, those of similar length: what is shorter than the longest of them is padding. Reading the responses of
 *  a step of the quickstart takes .76 of the time that all rows together take (onnxruntime 1.30, one thread); a GPU is better busy with all. */
const MOST_CPU_CHUNK = 16;
/** One per shape; decoding needs little memory each. */
const MOST_SESSIONS = 96;
/** 1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256: little padding, few graphs. */
const batchBuckets = [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, MOST_BATCH];
const batchBucket = (n: number): number => batchBuckets.find((size) => size >= n)!;
const roundUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit;
const cacheBucket = (n: number): number => (n === 0 ? 0 : roundUp(n, n <= 128 ? 32 : 64));
const chunkBucket = (n: number): number => (n === 1 ? 1 : roundUp(n, 8));

/** `close` frees the runtime's sessions. */
export type KvSampler = Sampler & { close(): Promise<void> };

export function kvSampler({ runtime, architecture: a, variables, maxRows, maxLength }: SamplerOptions): KvSampler {
  const cache = kvCache(a, maxRows, maxLength);
  const tokens = Array.from({ length: maxRows }, () => new Int32Array(maxLength));
  const lengths = new Int32Array(maxRows);
  /** Tokens of each row whose keys and values are stored: all, or all but the one sampled last. */
  const stored = new Int32Array(maxRows);
  const free = Array.from({ length: maxRows }, (_, i) => maxRows - 1 - i);
  const sessions = sessionCache(runtime, MOST_SESSIONS);
  const layerNames = (prefix: string) => Array.from({ length: a.layers }, (_, l) => `${prefix}.${l}`);
  const [keyNames, valueNames] = [layerNames('newKeys'), layerNames('newValues')];

  const currentWeights = liveWeights(runtime, a, variables);

  const session = (shape: ChunkShape): Promise<Session> =>
    sessions.get(JSON.stringify(shape), () => onnx(decodingGraph(a, shape)));

  const { idsOf, positionsOf, workingCache, cacheInputs, advance } = samplerInputs(a, cache, tokens, maxLength);

  const outputsOf = (results: Record<string, Tensor>, names: readonly string[]) =>
    names.map((name) => results[name].data as Float32Array);

  /** What one row reads: tokens from position `start` on, which the row will hold, and a fork behind them, which it will not. */
  interface Reading {
    readonly row: Row;
    readonly start: number;
    readonly tokens: readonly number[];
    readonly fork: ArrayLike<number> | undefined;
    /** First token of the fork that is predicted. */
    readonly forkFrom: number;
  }

  const reading = ({ row, tokens: given, fork, forkFrom = 0 }: AppendRequest): Reading => ({
    ...{ row, start: stored[row], fork, forkFrom },
    tokens: [...tokens[row].subarray(stored[row], lengths[row]), ...Array.from(given)],
  });

  /** Rows of similar length in one run: the log-probs of their forks, and keys and values of all tokens in it, [batch · length] tokens. */
  async function readChunk(readings: readonly Reading[]) {
    const rows = readings.map(({ row }) => row);
    const starts = readings.map(({ start }) => start);
    const chunks = readings.map(({ tokens: read, fork }) => [...read, ...Array.from(fork ?? [])]);
    const batch = batchBucket(rows.length);
    const length = chunkBucket(Math.max(...chunks.map((chunk) => chunk.length)));
    const capacity = cacheBucket(Math.max(...starts));
    const scored = readings.reduce((n, { fork, forkFrom }) => n + (fork ? fork.length - forkFrom : 0), 0);
    const selected = scored === 0 ? 0 : batch * Math.ceil(scored / batch);
    const head = selected === 0 ? 'none' : { selected };
    const select = new Int32Array(selected);
    const targets = new Int32Array(selected);
    let slot = 0;
    readings.forEach(({ tokens: read, fork = [], forkFrom }, i) => {
      for (let j = forkFrom; j < fork.length; j++, slot++) {
        select[slot] = i * length + read.length + j - 1;
        targets[slot] = fork[j];
      }
    });
    const run = await session({ batch, length, cache: capacity, head, mostPositions: maxLength });
    const results = await run.run({
      ...(await currentWeights.get()),
      ids: idsOf(rows, starts, chunks, batch, length),
      positions: positionsOf(starts, batch, length),
      ...(capacity > 0 && cacheInputs(workingCache(rows, starts, batch, capacity), starts, batch, capacity)),
      ...(selected > 0 && { select: int32([selected], select), targets: int32([selected, 1], targets) }),
    });
    const logProb = results['logProb']?.data as Float32Array | undefined;
    slot = 0;
    const scores = readings.map(({ fork, forkFrom }) =>
      fork ? logProb!.slice(slot, (slot += fork.length - forkFrom)) : null,
    );
    return { length, keys: outputsOf(results, keyNames), values: outputsOf(results, valueNames), scores };
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

  /** Scores of the forks. The same behind the same, as members of a group often have it, is read once; where rows keep it, it is copied. */
  async function readAll(readings: readonly Reading[], keep: boolean): Promise<(Float32Array | null)[]> {
    const text = ({ row, start, tokens: read, fork = [], forkFrom }: Reading): string =>
      `${tokens[row].subarray(0, start)}/${read}/${Array.from(fork)}/${forkFrom}`;
    const alike = [...Map.groupBy(readings.keys(), (i) => text(readings[i])).values()];
    const scores = await inChunks(
      alike.map(([first]) => readings[first!]),
      async (chunk) => {
        const read = await readChunk(chunk);
        if (keep) store(chunk, read);
        return read.scores;
      },
    );
    const results = readings.map((): Float32Array | null => null);
    alike.forEach((members, i) => {
      const [first, ...others] = members.map((member) => readings[member].row);
      if (keep) copyRow(first!, others);
      for (const member of members) results[member] = scores[i];
    });
    return results;
  }

  function copyRow(from: Row, to: readonly Row[]): void {
    cache.copy(from, to, stored[from]);
    for (const row of to) {
      tokens[row].set(tokens[from]);
      stored[row] = stored[from];
      lengths[row] = lengths[from];
    }
  }

  /** Samples for at most MOST_BATCH requests until every row has stopped or used its budget. The last token of a row is read again as the
   *  first input: its keys and values are recomputed and equal what is stored. */
  async function sampleBatch(requests: readonly SampleRequest[], options: SamplingOptions): Promise<Sampled[]> {
    const results = requests.map(() => ({
      tokens: [] as number[],
      logProb: [] as number[],
      entropy: [] as number[],
      ...(a.critic && { value: [] as number[] }),
      stopped: false,
    }));
    const isStopped = stopTest(options.stops);
    let active = requests.map((_, i) => i).filter((i) => requests[i].maxTokens > 0);
    while (active.length > 0) {
      const batch = batchBucket(active.length);
      const rows = active.map((i) => requests[i].row);
      const cached = rows.map((row) => lengths[row] - 1);
      const capacity = cacheBucket(Math.min(Math.max(...cached) + 8, maxLength));
      const run = await session({ batch, length: 1, cache: capacity, head: 'probs', mostPositions: maxLength });
      const working = workingCache(rows, cached, batch, capacity);
      const first = [...cached];
      const last = rows.map((row) => [tokens[row][lengths[row] - 1]]);
      const inputs = {
        ...(await currentWeights.get()),
        ids: idsOf(rows, cached, last, batch, 1),
        positions: positionsOf(cached, batch, 1),
        ...cacheInputs(working, cached, batch, capacity),
      };
      let running = active.map((_, slot) => slot);
      // Goes on in this working batch until a row would not fit or a smaller batch is enough.
      while (running.length > 0 && batchBucket(running.length) === batch && Math.max(...cached) < capacity) {
        const outputs = await run.run(inputs);
        const [keys, values] = [outputsOf(outputs, keyNames), outputsOf(outputs, valueNames)];
        const [probs, entropy] = outputsOf(outputs, ['probs', 'entropy']) as [Float32Array, Float32Array];
        const foreseen = outputs['value']?.data as Float32Array | undefined;
        running = running.filter((slot) => {
          const row = rows[slot];
          const { rng, maxTokens } = requests[active[slot]];
          const result = results[active[slot]];
          for (let layer = 0; layer < a.layers; layer++) {
            writeToken(a, working.keys[layer], slot, cached[slot], capacity, keys[layer], slot);
            writeToken(a, working.values[layer], slot, cached[slot], capacity, values[layer], slot);
          }
          const v = a.vocabularySize;
          const drawn = drawToken(probs.subarray(slot * v, (slot + 1) * v), options.temperature, options.topP, rng);
          result.tokens.push(drawn.token);
          result.logProb.push(drawn.logProb);
          result.entropy.push(entropy[slot]);
          result.value?.push(foreseen![slot]);
          result.stopped = isStopped(result.tokens);
          tokens[row][lengths[row]] = drawn.token;
          stored[row] = lengths[row];
          lengths[row]++;
          if (result.stopped || result.tokens.length === maxTokens) return false;
          cached[slot]++;
          advance(inputs, slot, drawn.token);
          return true;
        });
      }
      const ends = rows.map((row) => stored[row]);
      for (const what of ['keys', 'values'] as const)
        working[what].forEach((data, layer) => cache.keep(what, layer, data, rows, first, ends, capacity));
      active = running.map((slot) => active[slot]);
    }
    return results;
  }

  function checkRoom(row: Row, count: number): void {
    if (lengths[row] + count > maxLength)
      throw new RangeError(
        `sampler: expected at most ${maxLength} tokens in a row, got ${lengths[row] + count} — raise the run's token limit or ask for fewer`,
      );
  }

  async function inBatches<T, R>(
    requests: readonly T[],
    most: number,
    run: (part: readonly T[]) => Promise<R[]>,
  ): Promise<R[]> {
    const results: R[] = [];
    for (let start = 0; start < requests.length; start += most)
      results.push(...(await run(requests.slice(start, start + most))));
    return results;
  }

  /** In chunks of rows of similar length, the longest first; results in the order of the readings. */
  async function inChunks<R>(
    readings: readonly Reading[],
    run: (part: readonly Reading[]) => Promise<R[]>,
  ): Promise<R[]> {
    const length = ({ tokens: read, fork = [] }: Reading) => read.length + fork.length;
    const order = [...readings.keys()].sort((i, j) => length(readings[j]) - length(readings[i]) || i - j);
    const sorted = await inBatches(
      order.map((i) => readings[i]),
      runtime.device === 'cpu' ? MOST_CPU_CHUNK : MOST_BATCH,
      run,
    );
    const results = new Array<R>(readings.length);
    order.forEach((i, place) => (results[i] = sorted[place]));
    return results;
  }

  return {
    maxLength,
    ...(a.critic && { critic: true as const }),
    start(count) {
      if (count > free.length) throw new RangeError(`sampler: expected at most ${free.length} more rows, got ${count}`);
      const rows = free.splice(free.length - count, count).reverse();
      for (const row of rows) stored[row] = lengths[row] = 0;
      return rows;
    },
    append(requests) {
      for (const { row, tokens: given, fork = [] } of requests) {
        if (given.length === 0) throw new RangeError('sampler.append: expected at least one token, got none');
        checkRoom(row, given.length + fork.length);
      }
      return readAll(requests.map(reading), true);
    },
    async score(requests) {
      for (const { row, fork } of requests) {
        if (lengths[row] === 0)
          throw new RangeError('sampler.score: expected a row that holds a token, got an empty one');
        checkRoom(row, fork.length);
      }
      const readings = requests.map(({ row, fork, forkFrom = 0 }) => {
        const start = lengths[row] - 1; // its last token, read again, predicts the fork's first
        return { ...{ row, start, fork, forkFrom }, tokens: [tokens[row][start]] };
      });
      return (await readAll(readings, false)).map((score) => score!);
    },
    sample(requests, options) {
      for (const { row, maxTokens } of requests) {
        if (lengths[row] === 0)
          throw new RangeError('sampler.sample: expected a row that holds a token, got an empty one');
        checkRoom(row, maxTokens);
      }
      return inBatches(requests, MOST_BATCH, (part) => sampleBatch(part, options));
    },
    release: (rows) => void free.push(...[...rows].reverse()),
    async close() {
      await sessions.close();
      await currentWeights.close();
    },
  };
}
