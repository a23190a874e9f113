/** The services' end of a channel: checks every call, runs its handler and sends its values. Whatever goes wrong in a
 *  call ends that call, with a sentence. */
import { suggestion } from '../util/text.ts';
import { parseToServices, type ServicesChannel, type ToWindow } from './channel.ts';
import type { Declarations, Input, NamesOf, Output } from './declare.ts';

/** What a handler knows of its caller. */
export interface Caller {
  /** Aborted when the window cancels or goes away. */
  readonly signal: AbortSignal;
  /** Resolves when a next piece of work may begin: others had their turn, and the window reads what it is sent. */
  turn(): Promise<void>;
}

type RequestHandler<D> = (input: Input<D>, caller: Pick<Caller, 'signal'>) => Promise<Output<D>> | Output<D>;
/** Yields values until the signal is aborted. Its work runs while the next value is awaited, never in a timer or a
 *  listener of its own, so that what it throws is the end of this stream and of nothing else. */
type StreamHandler<D> = (input: Input<D>, caller: Caller) => AsyncIterable<Output<D>>;

export type Handlers<C extends Declarations> = {
  readonly [N in NamesOf<C, 'request'>]: RequestHandler<C[N]>;
} & { readonly [N in NamesOf<C, 'stream'>]: StreamHandler<C[N]> };

/** How a host serves one window. */
export interface ServerOptions {
  /** A sentence for a name that this window may not call, else null. */
  readonly refuse?: (name: string) => string | null;
  /** Resolves when this window may begin a next piece of work. By default it begins at once. */
  readonly turn?: () => Promise<void>;
  /** Told, once for each sentence, why a stream ended that had begun, or why the channel was closed. */
  readonly log?: (sentence: string) => void;
}

/** Most calls of one window that are open at the same time. A comparison of 1000 runs holds as many streams. */
export const mostOpen = 4096;
/** Most different sentences that one window's failures may log. */
const mostLogged = 20;

/** Answers the calls of one window until its channel closes. Ignores a message that is no call: it has no id to
 *  answer. */
export function serveContract<C extends Declarations>(
  contract: C,
  handlers: Handlers<C>,
  channel: ServicesChannel,
  { refuse = () => null, turn: next = () => Promise.resolve(), log: write = () => undefined }: ServerOptions = {},
): void {
  const calls = new Map<number, AbortController>();
  const logged = new Set<string>();

  function log(what: string): void {
    if (logged.has(what) || logged.size >= mostLogged) return;
    logged.add(what);
    write(what);
  }

  async function turn(): Promise<void> {
    do {
      await channel.room?.();
      await next();
    } while (channel.room?.());
  }

  async function answer(id: number, name: string, input: unknown, signal: AbortSignal): Promise<void> {
    const send = (value: unknown): void => {
      if (!signal.aborted) channel.send({ kind: 'value', id, value });
    };
    await turn();
    if (signal.aborted) return;
    if (!Object.hasOwn(contract, name))
      throw new RangeError(
        `call: unknown name ${name.slice(0, 60)}${suggestion(name.slice(0, 60), Object.keys(contract))}`,
      );
    const refusal = refuse(name);
    if (refusal !== null) throw new Error(refusal);
    const { kind, parse } = contract[name];
    const parsed = parse(input, name);
    const handler = handlers[name as keyof typeof handlers] as (input: unknown, caller: Caller) => unknown;
    const answered = handler(parsed, { signal, turn });
    if (kind === 'request') return send(await answered);
    await stream(name, answered as AsyncIterable<unknown>, send, signal);
  }

  async function stream(
    name: string,
    values: AsyncIterable<unknown>,
    send: (value: unknown) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let begun = false;
    try {
      for await (const value of values) {
        if (signal.aborted) return;
        send(value);
        begun = true;
        if (channel.room?.()) await turn();
      }
    } catch (error) {
      if (begun && !signal.aborted) log(`${name}: ${sentence(error)}`);
      throw error;
    }
    if (!signal.aborted) await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  }

  function begin(id: number, name: string, input: unknown): void {
    const open = calls.get(id);
    if (open !== undefined) {
      open.abort();
      return tell({ kind: 'error', id, message: `call ${id}: expected an id that is free, got one of an open call` });
    }
    if (calls.size >= mostOpen) {
      const message = `call: expected at most ${mostOpen} that are open, got one more — close some views`;
      return tell({ kind: 'error', id, message });
    }
    const controller = new AbortController();
    calls.set(id, controller);
    void answer(id, name, input, controller.signal)
      .then(
        () => tell({ kind: 'end', id }),
        (error: unknown) => tell({ kind: 'error', id, message: sentence(error) }),
      )
      .finally(() => calls.delete(id));
  }

  /** A channel that cannot carry the end of a call carries nothing more. */
  function tell(message: ToWindow): void {
    try {
      channel.send(message);
    } catch (error) {
      log(`a window was disconnected: ${sentence(error)}`);
      leave();
      channel.close?.();
    }
  }

  function leave(): void {
    for (const controller of calls.values()) controller.abort();
  }

  channel.receive((message) => {
    let parsed;
    try {
      parsed = parseToServices(message);
    } catch {
      return;
    }
    if (parsed.kind === 'call') begin(parsed.id, parsed.name, parsed.input);
    else calls.get(parsed.id)?.abort();
  }, leave);
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
