/** Waits for a condition that sends no event of its own, such as a file that another process writes. */

/** Ends a test that hangs; no test is expected to take nearly as long. */
const watchdogMs = 300_000;

/** Resolves once the condition holds. Rejects, with what was awaited, when a test has hung. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const hung = AbortSignal.timeout(watchdogMs);
  while (!(await holds())) {
    if (hung.aborted) throw new Error(`until: expected ${what}, which did not come within ${watchdogMs / 1000} s`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

/** Resolves when the event loop has come round once: whatever was due by then has run. */
export const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
