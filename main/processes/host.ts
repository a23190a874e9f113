/** A child process's channel to its host: that of plain Node, or that of an Electron utility process. */

export interface Host {
  /** Resolves when the message was sent, or at once if the host is gone. */
  send(message: unknown): Promise<void>;
  receive(listener: (message: unknown) => void): void;
  /** Calls the listener when the host is gone. */
  lost(listener: () => void): void;
}

/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Null if this process was started from a terminal. */
export function openHost(): Host | null {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
  if (parentPort) return electronHost(parentPort);
  return process.send ? nodeHost() : null;
}

const nodeHost = (): Host => ({
  send: (message) =>
    new Promise((sent) => {
      if (process.connected) process.send!(message, undefined, undefined, () => sent());
      else sent();
    }),
  receive: (listener) => void process.on('message', listener),
  lost: (listener) => void process.on('disconnect', listener),
});

const electronHost = (port: ParentPort): Host => ({
  send: async (message) => port.postMessage(message),
  receive: (listener) => port.on('message', ({ data }) => listener(data)),
  lost: (listener) => port.on('close', listener),
});
