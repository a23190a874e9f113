/** Looks for a release that is newer than this build, and fetches its installer. Both only when a person asks. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { grouped } from '../../shared/util/text.ts';
import { createIfFree } from '../files/write.ts';
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
  const bytes = await bytesOf(url, AbortSignal.timeout(patienceMs), mostListed);
  const release = openRelease(bytes.toString(), keys, url);
  if (!isLater(release.version, version)) return null;
  return { release, file: release.files.find((file) => file.platform === platform) ?? null };
}

/** Fetches an installer into a folder and returns its path. It reaches the disk once its size and hash are those of the
 *  signed list, and never over a file that is there. */
export async function fetchInstaller(
  { url }: Pick<Feed, 'url'>,
  { name, size, sha512 }: ReleaseFile,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const address = new URL(name, url).href;
  const bytes = await bytesOf(address, signal, size);
  if (bytes.length !== size || createHash('sha512').update(bytes).digest('hex') !== sha512)
    throw new RangeError(`${address}: expected the installer that was signed, got another — nothing was kept`);
  const path = join(folder, name);
  if (createIfFree(folder, path, bytes)) return path;
  throw new Error(`${path}: expected a new file, got one that is there — move it away and try again`);
}

/** What is at an address. Throws a sentence for more bytes than `most`. */
async function bytesOf(address: string, signal: AbortSignal, most: number): Promise<Buffer> {
  const { body } = await answered(address, signal);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > most) throw new RangeError(`${address}: expected at most ${grouped(most)} bytes, got more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
