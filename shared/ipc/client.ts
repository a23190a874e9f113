/** The window's end of a channel. Views ask for data and get data that stays current. They know neither transport nor
 *  reconnection. */
import type { Channel, ToServices, ToWindow } from './channel.ts';
import type { Declarations, Input, NamesOf, Output } from './declare.ts';

export interface Client<C extends Declarations> {
  /** Rejects with the services' sentence; with an AbortError when the signal is aborted first. */
  request<N extends NamesOf<C, 'request'>>(name: N, input: Input<C[N]>, signal?: AbortSignal): Promise<Output<C[N]>>;
  /** Calls back with each value until the returned function is called. Starts again after a lost connection. */
  subscribe<N extends NamesOf<C, 'stream'>>(
    name: N,
    input: Input<C[N]>,
    value: (value: Output<C[N]>) => void,
    error?: (error: Error) => void,
  ): () => void;
  /** Puts the client on a new channel: at first, and after the last one closed. */
  connect(channel: Channel<ToServices, ToWindow>): void;
}

interface Call {
  readonly message: ToServices & { readonly kind: 'call' };
  readonly value: (value: unknown) => void;
  readonly end: () => void;
  readonly error: (error: Error) => void;
  /** Called again on a new channel. */
  readonly lasting: boolean;
}

/** lost: called when the channel closes, so that the host can open another one. */
export function createClient<C extends Declarations>(lost: () => void = () => undefined): Client<C> {
  const calls = new Map<number, Call>();
  let channel: Channel<ToServices, ToWindow> | null = null;
  let nextId = 1;

  function begin(name: string, input: unknown, rest: Omit<Call, 'message'>): number {
    const id = nextId++;
    const message = { kind: 'call' as const, id, name, input };
    calls.set(id, { message, ...rest });
    channel?.send(message); // otherwise as soon as there is one
    return id;
  }

  function cancel(id: number): void {
    if (calls.delete(id)) channel?.send({ kind: 'cancel', id });
  }

  function received(message: ToWindow): void {
    const call = calls.get(message.id);
    if (!call) return;
    if (message.kind === 'value') {
      call.value(message.value);
      return;
    }
    calls.delete(message.id);
    if (message.kind === 'end') call.end();
    else call.error(new Error(message.message));
  }

  function closed(): void {
    channel = null;
    for (const [id, call] of [...calls])
      if (!call.lasting) {
        calls.delete(id);
        call.error(new Error('The connection to the services was lost before the answer came — try again.'));
      }
    lost();
  }

  return {
    request: (name, input, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const id = begin(name, input, {
          value: (value) => resolve(value as Output<C[typeof name]>),
          end: () => undefined,
          error: reject,
          lasting: false,
        });
        signal?.addEventListener('abort', () => {
          cancel(id);
          reject(signal.reason as Error);
        });
      }),
    subscribe: (name, input, value, error = () => undefined) => {
      const id = begin(name, input, {
        value: value as (value: unknown) => void,
        end: () => undefined,
        error,
        lasting: true,
      });
      return () => cancel(id);
    },
    connect(next) {
      channel = next;
      next.receive(received, () => {
        if (channel === next) closed();
      });
      for (const { message } of calls.values()) next.send(message);
    },
  };
}
