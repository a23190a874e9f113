/** A window that says anything: calls through a real web socket, and what came of each. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '../../shared/ipc/wire.ts';

/** A sentence, the name of a value, or that the host closed the socket. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: unknown }
  | { readonly kind: 'closed' };

export interface FuzzWindow {
  /** Resolves with the first answer; a stream is cancelled then. */
  ask(name: string, input: unknown): Promise<Outcome>;
  /** Sends bytes that may be no message. */
  raw(bytes: Uint8Array): void;
  readonly closed: boolean;
  close(): void;
}

interface Message {
  readonly kind: string;
  readonly id: number;
  readonly value?: unknown;
  readonly message?: unknown;
}

/** The secret for the link's token. */
export async function sessionOf(link: string): Promise<string> {
  const { origin, searchParams } = new URL(link);
  const headers = { Authorization: `Bearer ${searchParams.get('token')}` };
  return (await fetch(`${origin}/session`, { method: 'POST', headers })).text();
}

export async function openFuzzWindow(link: string, secret: string): Promise<FuzzWindow> {
  const { origin, host } = new URL(link);
  const socket = new WebSocket(`ws://${host}/socket`, ['igpo-lab', `session.${secret}`], {
    headers: { Origin: origin },
  });
  socket.binaryType = 'nodebuffer';
  const calls = new Map<number, (outcome: Outcome) => void>();
  let next = 1;
  let closed = false;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
    for (const answered of calls.values()) answered({ kind: 'closed' });
    calls.clear();
  });
  socket.on('message', (data: Buffer) => {
    const { kind, id, value, message } = decodeMessage(new Uint8Array(data)) as Message;
    const answered = calls.get(id);
    if (answered === undefined) return;
    calls.delete(id);
    if (kind !== 'value') return answered({ kind: 'error', message });
    socket.send(encodeMessage({ kind: 'cancel', id })); // a request that was answered takes no notice
    answered({ kind: 'value', value });
  });
  await once(socket, 'open');
  return {
    ask: (name, input) =>
      new Promise((answered) => {
        if (closed) return answered({ kind: 'closed' });
        calls.set(next, answered);
        socket.send(encodeMessage({ kind: 'call', id: next++, name, input }));
      }),
    raw: (bytes) => socket.send(bytes),
    get closed() {
      return closed;
    },
    close: () => socket.terminate(),
  };
}
