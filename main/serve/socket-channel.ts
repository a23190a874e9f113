/** A web socket as a channel. What a window does not read is not piled up, and a window that is gone is let go. */
import type { WebSocket } from 'ws';
import type { ServicesChannel } from '../../shared/ipc/channel.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/wire.ts';

/** Bytes that may wait for a window. Above this nothing more is heard from it, and its streams wait, until it has read
 *  half of them. */
const mostWaiting = 4 * 2 ** 20;
/** A window that neither says nor reads anything for two of these is gone, such as behind a tunnel that broke. */
const beatMs = 30_000;

/** log: receives the reason why the host ended the connection. */
export function socketChannel(socket: WebSocket, log: (sentence: string) => void): ServicesChannel {
  let roomy = (): void => undefined;
  let room: Promise<void> | null = null;

  function wait(): void {
    socket.pause();
    room ??= new Promise((done) => (roomy = done));
  }

  function drained(): void {
    if (room === null || socket.bufferedAmount > mostWaiting / 2) return;
    socket.resume();
    room = null;
    roomy();
  }

  keepAlive(socket, () => {
    log('a window was disconnected: it neither said nor read anything for a minute');
    socket.terminate();
  });
  socket.on('close', () => {
    room = null; // calls that wait for it end
    roomy();
  });
  socket.on('error', () => socket.terminate());
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(encodeMessage(message), drained);
      if (socket.bufferedAmount > mostWaiting) wait();
    },
    room: () => room,
    close: () => socket.close(1011),
    receive(listener, closed) {
      socket.on('message', (data: Buffer) => {
        let message: unknown;
        try {
          message = decodeMessage(new Uint8Array(data));
        } catch {
          socket.close(1003);
          return;
        }
        listener(message);
      });
      socket.on('close', closed);
    },
  };
}

/** Asks for a sign of life at each beat, and calls `gone` when none came and nothing was read between two of them. */
function keepAlive(socket: WebSocket, gone: () => void): void {
  let heard = true;
  let waiting = 0;
  const beat = setInterval(() => {
    const reads = socket.bufferedAmount < waiting;
    waiting = socket.bufferedAmount;
    if (!heard && !reads) return gone();
    heard = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, beatMs);
  beat.unref();
  for (const sign of ['message', 'pong'] as const) socket.on(sign, () => (heard = true));
  socket.on('close', () => clearInterval(beat));
}
