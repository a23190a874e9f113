/** Waits for a condition that sends no event of its own, such as a file that another process writes. */

/** A watchdog: it ends a test that hangs. No wait is expected to take nearly as long. */
const watchdogMs = 300_000;

/** Resolves once the condition holds; rejects, naming what was awaited, if the test hangs. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const hung = AbortSignal.timeout(watchdogMs);
  while (!(await holds())) {
    if (hung.aborted) throw new Error(`until: expected ${what}, which did not come within ${watchdogMs / 1000} s`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

/** Resolves after one turn of the event loop: whatever was due before has run. */
export const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
