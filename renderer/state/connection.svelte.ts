/** The one client of this window, on whatever host it runs: the shell's bridge, or the web host's socket.
 *  Nothing is opened before `connect`; what is asked until then waits. */
import type { Bridge } from '../../shared/ipc/bridge.ts';
import type { Channel, ToServices, ToWindow } from '../../shared/ipc/channel.ts';
import { createClient } from '../../shared/ipc/client.ts';
import type { AppContract } from '../../shared/ipc/contract.ts';
import { sessionPrefix, socketProtocol, stopped } from '../../shared/ipc/session.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/wire.ts';
import { forgetSession, isKnown, openSession, storedSession } from './session.ts';

declare global {
  interface Window {
    readonly igpoLab?: Bridge;
  }
}

/** `refused`: the services run, but this browser has no session with them: it never had one, or they were restarted. */
type Status = 'connecting' | 'open' | 'lost' | 'refused';
let status = $state<Status>('connecting');

/** The connection to the services. */
export const connection = {
  get status(): Status {
    return status;
  },
};

const retryMs = 1000;

/** The whole window's client. */
export const client = createClient<AppContract>(() => {
  status = 'lost';
  setTimeout(connectSocket, retryMs);
});

/** Connects the client, once, when the window starts: to the shell where it put a bridge, else to the host of this
 *  page. */
export function connect(bridge: Bridge | undefined): void {
  if (bridge === undefined) {
    void openSession().then(connectSocket);
    return;
  }
  client.connect({ send: (message) => bridge.send(message), receive: (listener) => bridge.receive(listener) });
  status = 'open';
}

function connectSocket(): void {
  const session = storedSession();
  if (session === null) {
    status = 'refused';
    setTimeout(connectSocket, retryMs); // another tab may get one
    return;
  }
  const socket = new WebSocket(`ws://${location.host}/socket`, [socketProtocol, `${sessionPrefix}${session}`]);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    status = 'open';
    client.connect(channelOf(socket));
  };
  socket.onclose = () => {
    void missed(session);
    setTimeout(connectSocket, retryMs);
  };
}

/** Finds out whether the host is away or refuses this window: a browser only says that a socket closed. */
async function missed(session: string): Promise<void> {
  status = (await isKnown(session)) === false ? 'refused' : 'lost';
}

function channelOf(socket: WebSocket): Channel<ToServices, ToWindow> {
  return {
    send: (message) => socket.send(encodeMessage(message) as Uint8Array<ArrayBuffer>),
    receive(listener, closed) {
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
        listener(decodeMessage(new Uint8Array(data)) as ToWindow);
      socket.onclose = ({ code }) => {
        if (code === stopped) forgetSession();
        closed();
      };
    },
  };
}
