/** Ctrl-C asks first and insists the second time. */

/** Calls `stop` at the first interrupt; the second ends the process at once. Returns what takes the watch off again. */
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
