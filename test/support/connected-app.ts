/** Opens the services on a data folder of their own, with clients that speak the real contract. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createClient } from '../../shared/ipc/client.ts';
import type { Client } from '../../shared/ipc/client.ts';
import { changing, contract } from '../../shared/ipc/contract.ts';
import type { AppContract, StreamName } from '../../shared/ipc/contract.ts';
import type { Input, Output } from '../../shared/ipc/declare.ts';
import { serveContract } from '../../shared/ipc/server.ts';
import { openApp } from '../../main/services/app/app.ts';
import type { App, AppOptions } from '../../main/services/app/app.ts';
import { channelPair } from './channel-pair.ts';

export interface ConnectedApp {
  readonly app: App;
  readonly dataFolder: string;
  window(): Client<AppContract>;
}

export function connectedApp(t: TestContext, options: Partial<AppOptions> = {}): ConnectedApp {
  const root = mkdtempSync(join(tmpdir(), 'igpo-app-'));
  const app = openApp({ dataFolder: join(root, 'runs'), settingsFile: join(root, 'settings.json'), ...options });
  let closed = false;
  const leave: (() => void)[] = [];
  t.after(async () => {
    for (const window of leave) window();
    if (!closed) await app.close(); // while its folder is still there
    rmSync(root, { recursive: true, force: true });
  });
  return {
    app: {
      ...app,
      close() {
        closed = true;
        return app.close();
      },
    },
    dataFolder: app.dataFolder,
    window() {
      const { window, services } = channelPair();
      const isChanging = (name: string) => (changing as readonly string[]).includes(name);
      const refuse = (name: string) => (options.readOnly && isChanging(name) ? 'This window is read-only.' : null);
      const channel: typeof services = {
        send: services.send,
        receive(listener, gone) {
          leave.push(gone);
          services.receive(listener, gone);
        },
      };
      serveContract(contract, app.handlers, channel, { refuse });
      const client = createClient<AppContract>();
      client.connect(window);
      return client;
    },
  };
}

/** Subscribes to a stream; gives its values so far, and `until`, which waits for a value that fits. */
export function follow<N extends StreamName>(client: Client<AppContract>, name: N, input: Input<AppContract[N]>) {
  const values: Output<AppContract[N]>[] = [];
  const errors: Error[] = [];
  let wake = (): void => undefined;
  const stop = client.subscribe(
    name,
    input,
    (value) => {
      values.push(value);
      wake();
    },
    (error) => {
      errors.push(error);
      wake();
    },
  );
  async function until(fits: (value: Output<AppContract[N]>) => boolean, what: string, mostMs = 300_000) {
    const late = AbortSignal.timeout(mostMs);
    for (let at = 0; ;) {
      for (; at < values.length; at++) if (fits(values[at])) return values[at];
      if (errors.length > 0) throw errors[0];
      await new Promise<void>((done, fail) => {
        wake = done;
        late.addEventListener('abort', () =>
          fail(new Error(`${name}: ${what} did not come, last was ${JSON.stringify(values.at(-1))?.slice(0, 900)}`)),
        );
      });
    }
  }
  return { values, errors, stop, until };
}
