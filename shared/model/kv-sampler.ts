/** A sampler on a graph runtime with a KV cache. Given tokens are read in chunks, sampled ones one at a time for all
 *  rows together. */
import type { Runtime } from '../graph/runtime.ts';
import type { Architecture } from '../models/architecture.ts';
import { decoder, MOST_BATCH } from './decoder.ts';
import { appended, forkAlone, rowReader } from './read-rows.ts';
import { rowStore } from './row-store.ts';
import { rowSampler } from './sample-rows.ts';
import type { Sampler } from './sampler.ts';
import { samplerInputs } from './sampler-inputs.ts';
import type { Variables } from './variables.ts';

export interface SamplerOptions {
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  /** Parameters as they are now, shared with the learner; other variables once a teacher has been refreshed. */
  readonly variables: () => Variables;
  /** Most rows alive at once. */
  readonly maxRows: number;
  readonly maxLength: number;
}

/** `close` frees the runtime's sessions. */
export type KvSampler = Sampler & { close(): Promise<void> };

export function kvSampler({ runtime, architecture, variables, maxRows, maxLength }: SamplerOptions): KvSampler {
  const rows = rowStore(architecture, maxRows, maxLength);
  const inputs = samplerInputs(architecture, rows);
  const decoding = decoder(runtime, architecture, variables);
  const reader = rowReader(rows, inputs, decoding, Math.min(runtime.chunkRows, MOST_BATCH));
  const sampler = rowSampler(architecture, rows, inputs, decoding);
  return {
    maxLength,
    ...(architecture.critic && { critic: true as const }),
    start: rows.start,
    append(requests) {
      for (const { row, tokens, fork = [] } of requests) {
        if (tokens.length === 0) throw new RangeError('sampler.append: expected at least one token, got none');
        rows.requireRoom(row, tokens.length + fork.length);
      }
      return reader.read(
        requests.map((request) => appended(rows, request)),
        true,
      );
    },
    async score(requests) {
      for (const { row, fork } of requests) {
        rows.requireToken(row, 'sampler.score');
        rows.requireRoom(row, fork.length);
      }
      const readings = requests.map((request) => forkAlone(rows, request));
      return (await reader.read(readings, false)).map((score) => score!);
    },
    sample(requests, options) {
      for (const { row, maxTokens } of requests) {
        rows.requireToken(row, 'sampler.sample');
        rows.requireRoom(row, maxTokens);
      }
      return inBatches(requests, (batch) => sampler.sample(batch, options));
    },
    release: rows.release,
    close: decoding.close,
  };
}

/** MOST_BATCH at a time. */
async function inBatches<T, R>(requests: readonly T[], run: (batch: readonly T[]) => Promise<R[]>): Promise<R[]> {
  const results: R[] = [];
  for (let first = 0; first < requests.length; first += MOST_BATCH)
    results.push(...(await run(requests.slice(first, first + MOST_BATCH))));
  return results;
}
