/** Sentences for a disk that refuses. */
import { grouped } from '../../shared/util/text.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full — free some space there and resume the run',
  EDQUOT: 'the disk quota is used up — free some space there and resume the run',
  EROFS: 'the disk is read-only — make it writable and resume the run',
  EACCES: 'permission was denied — make the folder writable and resume the run',
  EIO: 'the disk reported a hardware error — copy the run folder to another disk and resume it there',
};

export function diskError(error: unknown, where: string, bytes: number, done: number): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code] ?? `${message} — mend that and resume the run`;
  return new Error(
    `${where}: expected to write ${grouped(bytes)} bytes, got ${grouped(done)} because ${reason}; nothing written before is lost`,
    { cause: error },
  );
}
