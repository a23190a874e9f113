/** Electron as the preload sees it, inside the page. It is bundled and put before the preload; what crosses is
 *  encoded as on a web socket, since Chromium's test line carries no typed arrays. */
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';

interface PageGlobals {
  electronStandIn(kind: string, channel: string, encoded: string): Promise<string>;
  electronStandInHear(channel: string, encoded: string): void;
}
const globals = globalThis as unknown as PageGlobals & Record<string, unknown>;

/** base64, which Node's types do not know yet. */
interface Base64 {
  toBase64(): string;
}
const bytes = Uint8Array as unknown as { fromBase64(text: string): Uint8Array };
const encode = (value: unknown): string => (encodeMessage(value) as unknown as Base64).toBase64();
const decode = (text: string): unknown => decodeMessage(bytes.fromBase64(text));

const listeners = new Map<string, ((event: unknown, value: unknown) => void)[]>();
globals.electronStandInHear = (channel, encoded) => {
  for (const listener of listeners.get(channel) ?? []) listener({}, decode(encoded));
};
const ask = globals.electronStandIn;
void ask('loaded', '', '');

const electron = {
  contextBridge: {
    exposeInMainWorld: (name: string, api: unknown) => {
      Object.defineProperty(globals, name, { value: Object.freeze(api) });
    },
  },
  ipcRenderer: {
    send: (channel: string, value: unknown) => void ask('send', channel, encode(value)),
    invoke: async (channel: string, value: unknown) => decode(await ask('invoke', channel, encode(value))),
    on: (channel: string, listener: (event: unknown, value: unknown) => void) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  },
};

globals.electronStandInRequire = (name: string) => {
  if (name !== 'electron') throw new Error(`sandboxed preload: expected require('electron'), got ${name}`);
  return electron;
};
