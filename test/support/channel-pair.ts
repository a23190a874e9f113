/** A connection in one process. */
import type { Channel, ToServices, ToWindow } from '../../shared/ipc/channel.ts';

/** Its two ends. Messages are cloned and arrive later, as they would from elsewhere. */
export function channelPair(): { window: Channel<ToServices, ToWindow>; services: Channel<unknown, unknown> } {
  const ends = { window: nobody, services: nobody };
  const end = <Out, In>(own: 'window' | 'services', other: 'window' | 'services'): Channel<Out, In> => ({
    send: (message) => {
      const copy = structuredClone(message);
      void Promise.resolve().then(() => ends[other](copy));
    },
    receive: (listener) => {
      ends[own] = listener as (message: unknown) => void;
    },
  });
  return { window: end('window', 'services'), services: end('services', 'window') };
}

const nobody: (message: unknown) => void = () => undefined;
