/** Where this build looks for updates, and whom it believes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, objectFromJson } from '../../shared/util/json.ts';
import { fields, nonEmptyText } from '../../shared/util/parser.ts';
import { version } from './release.ts';

export interface Feed {
  /** Address of the signed list of the newest release; installers lie beside it. */
  readonly url: string;
  /** Public keys, base64 of their SPKI in DER: the present one, and the next before it is used. */
  readonly keys: readonly string[];
  /** Of this build. */
  readonly version: string;
}

/** Null for a build without `update` in its package.json, as every checkout is: it never looks. There, `keys` is one
 *  text with commas between keys. */
export function feedOf(root: string): Feed | null {
  const path = join(root, 'package.json');
  const about = objectFromJson(readFileSync(path, 'utf8'), path);
  if (!isObject(about.update)) return null;
  const read = fields(about.update, `${path}, update`);
  return {
    url: expectSafe(read('url', nonEmptyText)),
    keys: read('keys', nonEmptyText).split(','),
    version: fields(about, path)('version', version),
  };
}

/** Throws a sentence for an address that others on the way could read or change; this machine itself has no way. */
export function expectSafe(address: string): string {
  const { protocol, hostname } = new URL(address);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(hostname));
  if (!isSafe) throw new RangeError(`update: expected an address that begins with https://, got ${address}`);
  return address;
}
