/** A disk with a given number of bytes left: takes what fits, then refuses as the system does. */
import { writeSync } from 'node:fs';
import type { Write } from '../../main/files/write.ts';

export function diskWithSpace(bytes: number): Write {
  let left = bytes;
  return (fd, data) => {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const written = writeSync(fd, data.subarray(0, left));
    left -= written;
    return written;
  };
}
