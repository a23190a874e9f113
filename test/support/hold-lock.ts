/** A process of its own that takes a run folder's lock, says so (or why not) on its standard output, and holds it. */
import { takeLock } from '../../main/run-folder/lock.ts';

try {
  takeLock(process.argv[2]);
  process.stdout.write('holds the lock\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}
