/** Looks for a release that is newer than this build, and fetches its installer. Both only when a person asks. */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { grouped } from '../../shared/util/text.ts';
import { expectSafe } from './feed.ts';
import type { Feed } from './feed.ts';
import { isLater, openRelease } from './release.ts';
import type { Release, ReleaseFile } from './release.ts';

/** Bytes of a list; a real one has about two thousand. */
const mostListed = 2 ** 16;
const patienceMs = 30_000;

export interface Update {
  readonly release: Release;
  /** Null if the release has none for this system. */
  readonly file: ReleaseFile | null;
}

/** The release if it is later than this build; null if it is the same or older. Throws a sentence if it cannot be
 *  fetched or was not signed by a key of the feed. platform: such as `linux-x64`. */
export async function findUpdate({ url, keys, version }: Feed, platform: string): Promise<Update | null> {
  const response = await answered(url, AbortSignal.timeout(patienceMs));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostListed) throw new RangeError(`${url}: expected at most ${grouped(mostListed)} bytes, got more`);
    chunks.push(chunk);
  }
  const release = openRelease(Buffer.concat(chunks).toString(), keys, url);
  if (!isLater(release.version, version)) return null;
  return { release, file: release.files.find((file) => file.platform === platform) ?? null };
}

/** Fetches an installer into a folder and returns its path. It has its name only once its size and hash are those of
 *  the signed list; before and after a fault there is none. */
export async function fetchInstaller(
  { url }: Pick<Feed, 'url'>,
  { name, size, sha512 }: ReleaseFile,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const address = new URL(name, url).href;
  const response = await answered(address, signal);
  const path = join(folder, name);
  const temporary = join(folder, `.${randomBytes(12).toString('hex')}.part`);
  const hash = createHash('sha512');
  let received = 0;
  async function* checked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > size) throw wrong(`${grouped(size)} bytes, got more`);
      hash.update(chunk);
      yield chunk;
    }
  }
  const wrong = (what: string): Error =>
    new RangeError(`${address}: expected the installer that was signed, of ${what} — nothing was kept`);
  try {
    await pipeline(
      Readable.from(response.body ?? []),
      checked,
      createWriteStream(temporary, { flags: 'wx', mode: 0o600 }),
      {
        signal,
      },
    );
    if (received !== size) throw wrong(`${grouped(size)} bytes, got ${grouped(received)}`);
    if (hash.digest('hex') !== sha512) throw wrong('another content');
    linkSync(temporary, path); // unlike a rename, never over a file that is there
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Error(`${path}: expected a new file, got one that is there — move it away and try again`, {
        cause: error,
      });
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A release page may redirect to where its files lie. */
const mostRedirects = 5;

/** Follows redirects to safe addresses only, and asks no other. */
async function answered(address: string, signal: AbortSignal, left = mostRedirects): Promise<Response> {
  const response = await fetch(expectSafe(address), { signal, redirect: 'manual' }).catch(
    (error: Error & { cause?: Error }) => {
      const why = error.cause?.message ?? error.message;
      throw new Error(`${address}: expected an answer, got none (${why})`, { cause: error });
    },
  );
  const next = response.headers.get('location');
  if (response.status >= 300 && response.status < 400 && next !== null && left > 0) {
    await response.body?.cancel();
    return answered(new URL(next, address).href, signal, left - 1);
  }
  if (!response.ok) throw new Error(`${address}: expected an answer with status 200, got ${response.status}`);
  return response;
}
