/** Signs the list of a release. The app only verifies. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { openRelease } from '../../main/update/release.ts';
import type { Release } from '../../main/update/release.ts';

/** The file that a feed serves. Throws as the app would that reads it. */
export function signRelease(release: Release, privateKeyPem: string): string {
  const signed = JSON.stringify(release);
  const signature = sign(null, Buffer.from(signed), createPrivateKey(privateKeyPem)).toString('base64');
  const file = `${JSON.stringify({ signed, signature })}\n`;
  openRelease(file, [publicHalf(privateKeyPem)], 'release');
  return file;
}

/** The public half of a private key, as builds are given it. */
export const publicHalf = (privateKeyPem: string): string =>
  createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' }).toString('base64');
