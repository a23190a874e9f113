/** The first Ctrl-C asks to stop, the second ends the process. */

/** Calls `stop` at the first interrupt; the second ends the process at once. Returns a function that removes both
 *  handlers. */
export function onInterrupt(stop: () => void): () => void {
  let asked = false;
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const handle = () => {
    if (asked) process.exit(130);
    asked = true;
    stop();
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}
