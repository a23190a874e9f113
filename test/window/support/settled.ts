/** Waits until a page is at rest: the services have answered every call, and nothing on it moves. */
import type { Page } from 'playwright-core';
import type { ToServices, ToWindow } from '../../../shared/ipc/channel.ts';
import { decodeMessage } from '../../../shared/ipc/wire.ts';

const unanswered = new WeakMap<Page, Set<number>>();

/** Notes the calls of a page on the web host. Call it before the page is loaded. A stream is answered with its first
 *  value. */
export function noteCalls(page: Page): void {
  const asked = new Set<number>();
  unanswered.set(page, asked);
  page.on('websocket', (socket) => {
    asked.clear();
    socket.on('framesent', ({ payload }) => {
      const { kind, id } = decodeMessage(payload as Buffer) as ToServices;
      if (kind === 'call') asked.add(id);
      else asked.delete(id);
    });
    socket.on('framereceived', ({ payload }) => void asked.delete((decodeMessage(payload as Buffer) as ToWindow).id));
  });
}

/** Resolves once no call is unanswered and nothing has changed for two frames. Needs `noteCalls`. */
export async function settled(page: Page): Promise<void> {
  const asked = unanswered.get(page);
  if (!asked) throw new Error('settled: expected a page whose calls are noted, got another — noteCalls(page) first');
  do await stillPage(page);
  while (asked.size > 0);
}

const stillPage = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    let changed = true;
    const watch = new MutationObserver(() => (changed = true));
    watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    while (changed || document.querySelector('[aria-busy=true]')) {
      changed = false;
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map(({ finished }) => finished));
      await frame();
      await frame();
    }
    watch.disconnect();
  });
