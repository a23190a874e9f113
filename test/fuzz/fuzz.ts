/** Generated calls of the contract through the real server on a real web host, which runs in a process of its own over
 *  hostile run folders. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stream } from '../../shared/util/rng.ts';
import type { Rng } from '../../shared/util/rng.ts';
import { fill } from './folders.ts';
import { forms } from './forms.ts';
import { nearlyValid, valid, wildInput } from './inputs.ts';
import type { Pool } from './inputs.ts';
import { openFuzzWindow, sessionOf } from './window.ts';
import type { FuzzWindow, Outcome } from './window.ts';

export interface Round {
  readonly calls: number;
  readonly seed: number;
  /** Told of every answer to a call that is made beside the others, again and again. */
  readonly beside?: (ms: number) => void;
  /** Told of the number of calls answered. */
  readonly progress?: (answered: number) => void;
}

/** MiB, resident and on the heap of scripts. */
export interface Memory {
  readonly rss: number;
  readonly heap: number;
}
const unknown: Memory = { rss: NaN, heap: NaN };

export interface Figures {
  readonly values: number;
  readonly sentences: number;
  /** Calls whose socket was closed, each by bytes that are no message. */
  readonly closed: number;
  /** Answers that are neither a value nor a sentence, and sentences of a fault in the code, each with its call. */
  readonly faults: readonly string[];
  /** How the host ended, if it did, with the end of what it wrote. */
  readonly death: string | null;
  /** Of the host, after a quarter of the calls and at the end. */
  readonly memory: { readonly quarter: Memory; readonly end: Memory };
  /** Answers to the calls beside. */
  readonly beside: number;
}

/** Calls that are open at the same time. */
const together = 32;
/** Calls that let the data folder grow: valid ones of each, at most. */
const mostGrowing = 20;
const growing: ReadonlySet<string> = new Set(['startExperiment', 'importFolder']);
const removing: ReadonlySet<string> = new Set(['remove', 'startExperiment', 'importFolder']);

export async function fuzz({ calls, seed, beside = () => undefined, progress }: Round): Promise<Figures> {
  const home = mkdtempSync(join(tmpdir(), 'igpo-fuzz-'));
  const dataFolder = join(home, 'runs');
  const { removable, ...pool } = fill(dataFolder);
  const child = fork(join(import.meta.dirname, 'host.ts'), [home, dataFolder], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4000)));
  let death: string | null = null;
  let over = false;
  const ended = once(child, 'exit').then(([code, signal]) => {
    if (!over) death = `ended with ${code ?? signal}: ${complaint}`;
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const secret = await sessionOf(url);
  const memory = async (): Promise<Memory> => {
    if (death !== null) return unknown;
    child.send('memory');
    const told = once(child, 'message').then((heard) => heard[0] as Memory);
    return Promise.race([told, ended.then(() => unknown)]);
  };

  const known = [...forms()];
  const grown = new Map<string, number>();
  const figures = { values: 0, sentences: 0, closed: 0, faults: [] as string[], beside: 0 };
  let begun = 0;
  let quarter = unknown;

  /** The call of a number: always the same for a seed. */
  function made(rng: Rng): { readonly name: string; readonly input: unknown } {
    const [name, form] = rng.pick(known);
    const chance = rng.next();
    const from: Pool = removing.has(name) ? removable : pool;
    let input: unknown;
    if (chance < 0.4 && mayGrow(name)) input = valid(form, rng, growing.has(name) ? pool : from);
    else if (chance < 0.75) input = nearlyValid(form, rng, from);
    else input = wildInput(form, rng, from);
    return { name: rng.next() < 0.01 ? rng.pick(['constructor', '__proto__', 'overviev', '']) : name, input };
  }

  function mayGrow(name: string): boolean {
    const before = grown.get(name) ?? 0;
    grown.set(name, before + 1);
    return !growing.has(name) || before < mostGrowing;
  }

  function count({ name, input }: { readonly name: string; readonly input: unknown }, outcome: Outcome): void {
    const call = `${name} ${shown(input)}`;
    if (outcome.kind === 'closed') figures.closed++;
    else if (outcome.kind === 'value') {
      figures.values++;
      if (outcome.value === undefined) figures.faults.push(`no value: ${call}`);
    } else {
      figures.sentences++;
      if (!isSentence(outcome.message)) figures.faults.push(`${String(outcome.message).slice(0, 300)}: ${call}`);
    }
  }

  async function work(): Promise<void> {
    let window: FuzzWindow = await openFuzzWindow(url, secret);
    while (begun < calls && death === null) {
      const index = begun++;
      const rng = stream(seed, 'fuzz', index);
      if (window.closed) window = await openFuzzWindow(url, secret);
      if (rng.next() < 0.002) window.raw(Uint8Array.from({ length: rng.integer(200) }, () => rng.integer(256)));
      const call = made(rng);
      count(call, await window.ask(call.name, call.input));
      const answered = figures.values + figures.sentences + figures.closed;
      if (answered === Math.ceil(calls / 4)) quarter = await memory();
      progress?.(answered);
    }
    window.close();
  }

  async function ping(): Promise<void> {
    const window = await openFuzzWindow(url, secret);
    while (!over && death === null) {
      const begin = performance.now();
      const { kind } = await window.ask('keptReport', { ids: ['good'] });
      if (kind === 'value') figures.beside++;
      beside(performance.now() - begin);
      await new Promise((done) => setTimeout(done, 20));
    }
    window.close();
  }

  const pinging = ping();
  try {
    await Promise.all(Array.from({ length: together }, work));
    const end = await memory();
    over = true;
    await pinging;
    return { ...figures, death, memory: { quarter, end } };
  } finally {
    over = true;
    child.disconnect();
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What an engine says of a fault in the code, which tells a person nothing. */
const faulty =
  /^internal|Cannot (?:read|set|convert|destructure|access)|is not (?:a function|iterable|defined|a constructor)|Maximum call stack|Invalid (?:array|string|typed array) length|\n {4}at /;

const isSentence = (message: unknown): boolean =>
  typeof message === 'string' && message.trim().length >= 5 && !faulty.test(message);

function shown(input: unknown): string {
  try {
    return (JSON.stringify(input) ?? typeof input).slice(0, 300);
  } catch {
    return 'an input that JSON cannot show';
  }
}
