/** The place of a person's keys: one file beside the settings, sealed by the system's keychain where there is one, else
 *  readable by its owner alone. A value leaves it only for the service that needs it; the window learns which are set,
 *  never what they are. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { byName, keyKinds } from '../../shared/config/keys.ts';
import type { KeyName } from '../../shared/config/keys.ts';
import type { KeysView } from '../../shared/ipc/app-views.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { object, optional, oneOf, text } from '../../shared/util/parser.ts';
import { readText } from '../files/read.ts';
import { saveFile } from '../files/write.ts';

/** Seals a text so that only this person on this machine can open it: in Electron, `safeStorage`. */
export interface Keychain {
  seal(value: string): string;
  /** Throws when it was sealed by another person or machine. */
  open(sealed: string): string;
}

export interface Keys {
  /** Null if it is not set. Throws a sentence when the keychain does not open it. */
  get(name: KeyName): string | null;
  /** Throws RangeError for a text that is no key. */
  set(name: KeyName, value: string): void;
  remove(name: KeyName): void;
  view(): KeysView;
}

/** How one key is kept: sealed by the keychain, or as it is, in a file for its owner alone. */
const parseKept = object({ by: oneOf(['keychain', 'file']), value: text });
const optionalKept = optional(parseKept);
const parseStored = object(byName(() => optionalKept));
type Kept = ReturnType<typeof parseKept>;
type Stored = ReturnType<typeof parseStored>;

const longest = 4096;

/** Keys lie beside the settings. */
export const keysFile = (settingsFile: string): string => join(dirname(settingsFile), 'keys.json');

/** keychain: null where the system has none. Throws a sentence when the file is damaged, or when others may read it. */
export function openKeys(path: string, keychain: Keychain | null = null): Keys {
  const read = (): Stored => (existsSync(path) ? readStored(path) : {});
  const keep = (value: string): Kept =>
    keychain === null ? { by: 'file', value } : { by: 'keychain', value: keychain.seal(value) };

  /** Seals on the way what was kept before there was a keychain. */
  function change(name: KeyName, value: string | null): void {
    const others = (Object.entries(read()) as [KeyName, Kept][]).filter(([other]) => other !== name);
    const all = others.map(([other, one]) => [other, one.by === 'file' ? keep(one.value) : one]);
    const next = { ...(Object.fromEntries(all) as Stored), ...(value !== null && { [name]: keep(value) }) };
    saveFile(path, Buffer.from(`${JSON.stringify(next, null, 2)}\n`), { mode: ownerOnly });
  }

  return {
    get(name) {
      const { [name]: one } = read();
      if (one === undefined || one.by === 'file') return one?.value ?? null;
      const says = `${path}, ${name}: expected the system's keychain to open it`;
      if (keychain === null) throw new Error(`${says}, got no keychain — ${again}`);
      try {
        return keychain.open(one.value);
      } catch (error) {
        throw new Error(`${says}, got a refusal — ${again}`, { cause: error });
      }
    },
    set: (name, value) => change(name, checked(name, value)),
    remove: (name) => change(name, null),
    view() {
      const stored = read();
      return {
        file: keychain === null ? path : null,
        keys: keyKinds.map((kind) => ({ ...kind, isSet: stored[kind.name] !== undefined })),
      };
    },
  };
}

const ownerOnly = 0o600;
const again = 'remove the key and give it again';

function readStored(path: string): Stored {
  const { mode } = statSync(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(
      `${path}: expected a file that only its owner can read, got mode ${(mode & 0o777).toString(8)} — make new keys if others use this machine, and run chmod 600 on it`,
    );
  return parseStored(objectFromJson(readText(path, 'keys', 'follow'), path), path);
}

/** A key goes into the header of a request: visible ASCII, or the request fails far from here. */
function checked(name: KeyName, value: string): string {
  const key = value.trim();
  if (/^[!-~]+$/.test(key) && key.length <= longest) return key;
  const got = key === '' ? 'nothing' : `${key.length} characters, not all of them such`;
  throw new RangeError(
    `key ${name}: expected 1 to ${longest} visible ASCII characters without spaces, got ${got} — copy it again`,
  );
}
