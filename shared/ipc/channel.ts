/** What carries messages between a window and the services: Electron's ipc or a web socket. */
import { count, object, text } from '../util/parser.ts';

/** Window → services. A call gets one value (a request) or many (a stream); cancelling ends either. */
export type ToServices =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** Services → window. Each call ends with `end` or `error`, after which its id is free. */
export type ToWindow =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };

/** One end of a connection. Values are what structured clone carries: plain data and typed arrays. */
export interface Channel<Out, In> {
  send(message: Out): void;
  /** Called once, before the first message. `closed`: nothing more will come or go. */
  receive(message: (message: In) => void, closed: () => void): void;
}

/** The services' end of one. */
export interface ServicesChannel extends Channel<ToWindow, unknown> {
  /** Null where there is room for more; else resolves when the window has read most of what was sent. Nothing is made
   *  for a window that does not read. Absent where a channel cannot tell. */
  room?(): Promise<void> | null;
  /** Absent where it lasts as long as the window. */
  close?(): void;
}

const call = object({ kind: text, id: count, name: text, input: (value) => value });
const cancel = object({ kind: text, id: count });

/** Reads what a window sent, which is not to be trusted. Throws TypeError. */
export function parseToServices(message: unknown): ToServices {
  const kind = (message as { readonly kind?: unknown } | null)?.kind;
  if (kind === 'call') return { ...call(message, 'message'), kind };
  if (kind === 'cancel') return { ...cancel(message, 'message'), kind };
  throw new TypeError('message: expected a call or a cancel, got something else');
}
