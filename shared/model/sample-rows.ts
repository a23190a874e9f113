/** Samples one token at a time for all rows together; rows that finish leave the working batch. */
import type { Architecture } from '../models/architecture.ts';
import { batchBucket, cacheBucket, type Decoder } from './decoder.ts';
import { drawToken } from './draw-token.ts';
import { writeToken } from './kv-cache.ts';
import type { RowStore } from './row-store.ts';
import type { Row, Sampled, SampleRequest, SamplingOptions } from './sampler.ts';
import type { SamplerInputs } from './sampler-inputs.ts';
import { stopTest } from './stop.ts';

type Growing = { -readonly [K in keyof Sampled]: Sampled[K] };

export interface RowSampler {
  /** Until every row has stopped or used its budget; at most MOST_BATCH requests. */
  sample(requests: readonly SampleRequest[], options: SamplingOptions): Promise<Sampled[]>;
}

export function rowSampler(a: Architecture, store: RowStore, inputs: SamplerInputs, decoder: Decoder): RowSampler {
  const { cache, tokens, lengths, stored, maxLength } = store;

  /** Some rows with room for some more tokens. The last token of a row is read again as the first input: its keys and
   *  values are computed again and equal what is stored. */
  async function openBatch(rows: readonly Row[]) {
    const batch = batchBucket(rows.length);
    const cached = rows.map((row) => lengths[row] - 1);
    const capacity = cacheBucket(Math.min(Math.max(...cached) + 8, maxLength));
    const session = await decoder.session({
      batch,
      length: 1,
      cache: capacity,
      head: 'probs',
      mostPositions: maxLength,
    });
    const working = inputs.workingCache(rows, cached, batch, capacity);
    const last = rows.map((row) => [tokens[row][lengths[row] - 1]]);
    const fed = {
      ...(await decoder.weights()),
      ids: inputs.ids(rows, cached, last, batch, 1),
      positions: inputs.positions(cached, batch, 1),
      ...inputs.cache(working, cached, batch, capacity),
    };
    const first = [...cached];
    return {
      /** Tokens of each row in the working cache. */
      cached,
      /** Whether the next token of the rows at these slots fits, and no smaller batch would do. */
      fits: (slots: readonly number[]) => batchBucket(slots.length) === batch && Math.max(...cached) < capacity,
      /** One forward pass for all rows. */
      async step() {
        const outputs = await session.run(fed);
        return {
          keys: decoder.newKeys(outputs),
          values: decoder.newValues(outputs),
          probs: outputs['probs'].data as Float32Array,
          entropy: outputs['entropy'].data as Float32Array,
          value: outputs['value']?.data as Float32Array | undefined,
        };
      },
      /** Puts the last step's keys and values of a row into the working cache. */
      hold(slot: number, keys: readonly Float32Array[], values: readonly Float32Array[]): void {
        for (let layer = 0; layer < a.layers; layer++) {
          writeToken(a, working.keys[layer], slot, cached[slot], capacity, keys[layer], slot);
          writeToken(a, working.values[layer], slot, cached[slot], capacity, values[layer], slot);
        }
      },
      /** The token is a row's next input. */
      feed(slot: number, token: number): void {
        cached[slot]++;
        inputs.advance(fed, slot, token);
      },
      /** Stores the keys and values of what the rows read here. */
      close(): void {
        const ends = rows.map((row) => stored[row]);
        for (const what of ['keys', 'values'] as const)
          working[what].forEach((data, layer) => cache.keep(what, layer, data, rows, first, ends, capacity));
      },
    };
  }

  /** Draws a row's next token; returns whether the row goes on. */
  function draw(
    { row, rng, maxTokens }: SampleRequest,
    probs: Float32Array,
    entropy: number,
    value: number | undefined,
    { temperature, topP }: SamplingOptions,
    isStopped: (tokens: readonly number[]) => boolean,
    result: Growing,
  ): boolean {
    const drawn = drawToken(probs, temperature, topP, rng);
    result.tokens.push(drawn.token);
    result.logProb.push(drawn.logProb);
    result.entropy.push(entropy);
    result.value?.push(value!);
    result.stopped = isStopped(result.tokens);
    tokens[row][lengths[row]] = drawn.token;
    stored[row] = lengths[row];
    lengths[row]++;
    return !result.stopped && result.tokens.length < maxTokens;
  }

  return {
    async sample(requests, options) {
      const results: Growing[] = requests.map(() => ({
        tokens: [],
        logProb: [],
        entropy: [],
        ...(a.critic && { value: [] }),
        stopped: false,
      }));
      const isStopped = stopTest(options.stops);
      const v = a.vocabularySize;
      let active = requests.map((_, i) => i).filter((i) => requests[i].maxTokens > 0);
      while (active.length > 0) {
        const batch = await openBatch(active.map((i) => requests[i].row));
        let running = active.map((_, slot) => slot);
        while (running.length > 0 && batch.fits(running)) {
          const { keys, values, probs, entropy, value } = await batch.step();
          running = running.filter((slot) => {
            const [request, result] = [requests[active[slot]], results[active[slot]]];
            batch.hold(slot, keys, values);
            const own = probs.subarray(slot * v, (slot + 1) * v);
            if (!draw(request, own, entropy[slot], value?.[slot], options, isStopped, result)) return false;
            batch.feed(slot, result.tokens[result.tokens.length - 1]);
            return true;
          });
        }
        batch.close();
        active = running.map((slot) => active[slot]);
      }
      return results;
    },
  };
}
