/** The first Ctrl-C asks to stop, the second ends the process. */
import { endSignals } from '../terminal/signals.ts';

/** Calls `stop` at the first interrupt; the second ends the process at once. Returns a function that removes both
 *  handlers. */
export function onInterrupt(stop: () => void): () => void {
  let asked = false;
  const handle = () => {
    if (asked) process.exit(130);
    asked = true;
    stop();
  };
  for (const signal of endSignals) process.on(signal, handle);
  return () => {
    for (const signal of endSignals) process.off(signal, handle);
  };
}
