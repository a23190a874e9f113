/** The services as a test plays them: it sees what the window asks, and answers by hand. */
import type { Bridge } from '../../../shared/ipc/bridge.ts';
import type { ToWindow } from '../../../shared/ipc/channel.ts';

export interface FakeCall {
  readonly name: string;
  readonly input: unknown;
  readonly cancelled: boolean;
  /** Sends a value. A request has one. */
  value(value: unknown): void;
  error(message: string): void;
}

export interface FakeServices {
  /** For `connect`. */
  readonly bridge: Bridge;
  /** In the order in which they came. */
  readonly calls: readonly FakeCall[];
  /** The last one of a name. */
  last(name: string): FakeCall;
  inputs(name: string): unknown[];
}

export function fakeServices(): FakeServices {
  const calls: (FakeCall & { readonly id: number; cancelled: boolean })[] = [];
  let say: (message: ToWindow) => void = () => undefined;
  return {
    bridge: {
      send(message) {
        if (message.kind === 'cancel') {
          const call = calls.find(({ id }) => id === message.id);
          if (call) call.cancelled = true;
          return;
        }
        const { id, name, input } = message;
        calls.push({
          ...{ id, name, input, cancelled: false },
          value: (value) => say({ kind: 'value', id, value }),
          error: (text) => say({ kind: 'error', id, message: text }),
        });
      },
      receive(listener) {
        say = listener;
      },
      chooseFolder: () => Promise.resolve(null),
      savePdf: () => Promise.resolve(false),
    },
    calls,
    last(name) {
      const call = calls.findLast((one) => one.name === name);
      if (call === undefined) throw new Error(`fake services: expected a call of ${name}, got none`);
      return call;
    },
    inputs: (name) => calls.filter((call) => call.name === name).map(({ input }) => input),
  };
}

/** Lets answered promises run their course. */
export const answered = (): Promise<void> => new Promise((done) => setImmediate(done));
