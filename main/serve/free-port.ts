/** Finds a free port if the usual one is taken. */

const tries = 20;

export const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** Opens on the first free port from `first` on. Throws a sentence when twenty ports are taken, and any other error as
 *  it is. */
export async function onFreePort<T>(first: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let port = first; port < first + tries; port++)
    try {
      return await open(port);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  throw new Error(`ports ${first} to ${first + tries - 1}: expected a free one, got none — give one with --port`);
}
