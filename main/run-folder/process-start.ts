/** When a process began, in the system's count. */
import { readFileSync } from 'node:fs';

/** Where the system says when a process started; `self` for our own. */
export const processStat = (pid: number | 'self'): string => `/proc/${pid}/stat`;

/** Field 22 of /proc/<pid>/stat, ticks since boot. Empty if there is no /proc, and for a zombie: a killed trainer whose
 *  host was killed too can stay one for long. Null if this process may not look, which only happens to a training
 *  process that finds a lock which was not there when its host started it. */
export function processStart(pid: number | 'self'): string | null {
  try {
    const stat = readFileSync(processStat(pid), 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before ')' may hold spaces
    return state === 'Z' || state === 'X' ? '' : (rest[18] ?? '');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED' ? null : '';
  }
}
