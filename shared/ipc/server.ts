/** The services' end of a channel: checks every call, runs its handler and sends its values. Errors are sent as
 *  sentences. */
import { suggestion } from '../util/text.ts';
import { parseToServices, type Channel, type ToWindow } from './channel.ts';
import type { Declarations, Input, NamesOf, Output } from './declare.ts';

/** What a handler knows of its caller. */
export interface Caller {
  /** Aborted when the window cancels or goes away. */
  readonly signal: AbortSignal;
}

type RequestHandler<D> = (input: Input<D>, caller: Caller) => Promise<Output<D>> | Output<D>;
/** Emits values until the signal is aborted. It may return before that; what it started goes on emitting. */
type StreamHandler<D> = (input: Input<D>, emit: (value: Output<D>) => void, caller: Caller) => Promise<void> | void;

export type Handlers<C extends Declarations> = {
  readonly [N in NamesOf<C, 'request'>]: RequestHandler<C[N]>;
} & { readonly [N in NamesOf<C, 'stream'>]: StreamHandler<C[N]> };

/** Answers the calls of one window until its channel closes. Ignores a message that is no call: it has no id to answer.
 *  refuse: a sentence for a name that this window may not call, else null. */
export function serveContract<C extends Declarations>(
  contract: C,
  handlers: Handlers<C>,
  channel: Channel<ToWindow, unknown>,
  refuse: (name: string) => string | null = () => null,
): void {
  const calls = new Map<number, AbortController>();

  async function call(id: number, name: string, input: unknown, controller: AbortController): Promise<void> {
    const emit = (value: unknown): void => {
      if (!controller.signal.aborted) channel.send({ kind: 'value', id, value });
    };
    if (!Object.hasOwn(contract, name))
      throw new RangeError(
        `call: unknown name ${name.slice(0, 60)}${suggestion(name.slice(0, 60), Object.keys(contract))}`,
      );
    const refusal = refuse(name);
    if (refusal !== null) throw new Error(refusal);
    const { kind, parse } = contract[name];
    const parsed = parse(input, name);
    const caller = { signal: controller.signal };
    const handler = handlers[name as keyof typeof handlers] as (...args: unknown[]) => unknown;
    if (kind === 'request') emit(await handler(parsed, caller));
    else {
      await handler(parsed, emit, caller);
      if (!caller.signal.aborted)
        await new Promise<void>((done) => caller.signal.addEventListener('abort', () => done()));
    }
  }

  function begin(id: number, name: string, input: unknown): void {
    if (calls.has(id)) return;
    const controller = new AbortController();
    calls.set(id, controller);
    call(id, name, input, controller)
      .then(() => channel.send({ kind: 'end', id }))
      .catch((error: unknown) => channel.send({ kind: 'error', id, message: sentence(error) }))
      .finally(() => calls.delete(id));
  }

  channel.receive(
    (message) => {
      let parsed;
      try {
        parsed = parseToServices(message);
      } catch {
        return;
      }
      if (parsed.kind === 'call') begin(parsed.id, parsed.name, parsed.input);
      else calls.get(parsed.id)?.abort();
    },
    () => {
      for (const controller of calls.values()) controller.abort();
    },
  );
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
