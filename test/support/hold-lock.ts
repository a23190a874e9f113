/** Takes a run folder's lock as a separate process, prints that (or why it could not), and holds the lock. */
import { takeLock } from '../../main/run-folder/lock.ts';

try {
  takeLock(process.argv[2]);
  process.stdout.write('holds the lock\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}
