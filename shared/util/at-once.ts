/** What a generator returns, without the pauses that it offers. */
export function atOnce<T>(work: Generator<unknown, T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}
