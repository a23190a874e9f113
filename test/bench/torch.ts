/** PyTorch for comparison, if it can be imported: a Python process that takes one command at a time (torch_bench.py),
 *  so that its measurements alternate with ours. It waits while we compute. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Architecture } from '../../shared/models/architecture.ts';
import { architectureJson } from '../../shared/models/parse-architecture.ts';

export interface Torch {
  readonly version: string;
  /** Mean ms of an update on `batch` rows of `length` tokens, over as many as fill `least` ms. */
  train(batch: number, length: number, least: number): Promise<number>;
  /** ms of sampling `fresh` tokens in each of `batch` rows that hold `prompt` tokens. */
  decode(batch: number, prompt: number, fresh: number): Promise<number>;
  close(): void;
}

const script = fileURLToPath(new URL('torch_bench.py', import.meta.url));

export const torchVersion = (): string | null => {
  const { status, stdout } = spawnSync('python3', ['-c', 'import torch; print(torch.__version__)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
};

/** The same architecture with fresh params; null if torch cannot be imported.
 *  Throws Error if the process ends before it answers. */
export async function openTorch(architecture: Architecture, threads: number): Promise<Torch | null> {
  const version = torchVersion();
  if (version === null) return null;
  const python = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface(python.stdout)[Symbol.asyncIterator]();
  const ask = async (command: object): Promise<{ ms: number }> => {
    python.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`torch: expected an answer to ${JSON.stringify(command)}, got the end of torch_bench.py`);
    return JSON.parse(value) as { ms: number };
  };
  await ask({ do: 'open', shape: architectureJson(architecture), threads });
  return {
    version,
    train: async (batch, length, least) => (await ask({ do: 'train', batch, length, least })).ms,
    decode: async (batch, prompt, fresh) => (await ask({ do: 'decode', batch, prompt, new: fresh })).ms,
    close: () => void python.stdin.end(),
  };
}
