/** The list of a release's installers, signed with Ed25519. electron-updater would check a signature on Windows and
 *  macOS only, and cannot run without Electron. This is checked the same way everywhere, before anything is read. */
import { createPublicKey, verify } from 'node:crypto';
import { objectFromJson } from '../../shared/util/json.ts';
import { count, fields, nonEmptyList, object, oneOf, text, time } from '../../shared/util/parser.ts';
import type { Parser } from '../../shared/util/parser.ts';

export interface ReleaseFile {
  /** Such as `linux-x64`: of Node's names. */
  readonly platform: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha512: string;
}

export interface Release {
  readonly product: 'igpo-lab';
  /** `1.2.3` */
  readonly version: string;
  /** ISO 8601. */
  readonly published: string;
  readonly files: readonly ReleaseFile[];
}

const matching =
  (what: string, pattern: RegExp): Parser<string> =>
  (value, where) => {
    if (pattern.test(text(value, where))) return value as string;
    throw new RangeError(`${where}: expected ${what}, got ${JSON.stringify(value).slice(0, 60)}`);
  };

export const version = matching('a version such as 1.2.3', /^\d{1,6}\.\d{1,6}\.\d{1,6}$/);

/** An installer is held in memory until it is verified. */
const mostBytes = 2 ** 30;

const size: Parser<number> = (value, where) => {
  if (count(value, where) <= mostBytes) return value as number;
  throw new RangeError(`${where}: expected at most ${mostBytes} bytes, got ${value as number}`);
};

const parseRelease = object({
  product: oneOf(['igpo-lab']),
  version,
  published: time,
  files: nonEmptyList(
    object({
      platform: matching('a platform such as linux-x64', /^[a-z0-9]{1,20}-[a-z0-9]{1,20}$/),
      // no folder, no hidden file, nothing that a shell or a browser takes for more than a name
      name: matching('a name of letters, digits, dots, hyphens and underscores', /^[a-z0-9][a-zA-Z0-9._-]{0,99}$/),
      size,
      sha512: matching('a SHA-512 in hex', /^[0-9a-f]{128}$/),
    }),
  ),
});

/** The release in the file that a feed serves; it is there as text, since the text is what is signed. Throws a sentence
 *  if none of the keys signed it; nothing of it is read before. keys: public keys, base64 of their SPKI in DER. */
export function openRelease(file: string, keys: readonly string[], where: string): Release {
  const read = fields(objectFromJson(file, where), where);
  const signed = Buffer.from(read('signed', text));
  const signature = Buffer.from(read('signature', text), 'base64');
  const isSigned = keys.some((key) => verify(null, signed, publicKey(key), signature));
  if (!isSigned)
    throw new Error(
      `${where}: expected a release signed by the makers of this app, got another signature — do not use it`,
    );
  return parseRelease(objectFromJson(signed.toString(), where), where);
}

function publicKey(base64: string) {
  const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new TypeError(`update key: expected an Ed25519 key, got ${key.asymmetricKeyType}`);
}

/** Whether a version is later than another; both as `1.2.3`, of the other anything after that is ignored. */
export function isLater(one: string, other: string): boolean {
  const numbers = (of: string): number[] => of.split(/[-+]/)[0].split('.').map(Number);
  const [a, b] = [numbers(one), numbers(other)];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at >= 0 && a[at] > b[at];
}
