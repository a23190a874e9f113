/** Damage to a file, as a bad sector does it. */
import { readFileSync, writeFileSync } from 'node:fs';

export function flipByte(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] ^= 0xff;
  writeFileSync(path, bytes);
}
