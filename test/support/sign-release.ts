/** Makes the signed list of a release: `node test/support/sign-release.ts --key KEY.pem --out DIR INSTALLER…`. Prints
 *  the public key that builds must know. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../main/run-folder/installation.ts';
import { print } from '../../main/terminal/print.ts';
import { publicHalf, signRelease } from './signed-release.ts';
import type { ReleaseFile } from '../../main/update/release.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, out: { type: 'string', default: 'dist/package' } },
});
if (values.key === undefined) throw new RangeError('--key: expected the file of a private key, got nothing');
const key = readFileSync(values.key, 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** electron-builder's names of systems, in the names of installers, in Node's. */
const systems = new Map([
  ...['linux', 'win32'].map((name) => [name, name] as const),
  ['mac', 'darwin'],
  ['win', 'win32'],
]);
const architectures = new Map([
  ...['x64', 'arm64'].map((name) => [name, name] as const),
  ['x86_64', 'x64'],
  ['amd64', 'x64'],
  ['aarch64', 'arm64'],
]);

function fileOf(path: string): ReleaseFile {
  const name = basename(path);
  const [, system, architecture] = /^igpo-lab-[\d.]+-([a-z0-9]+)-([a-z0-9_]+)\./.exec(name) ?? [];
  const [os, arch] = [systems.get(system), architectures.get(architecture)];
  if (os === undefined || arch === undefined)
    throw new RangeError(`${path}: expected a name such as igpo-lab-1.2.3-linux-x64.AppImage`);
  const bytes = readFileSync(path);
  return {
    platform: `${os}-${arch}`,
    name,
    size: bytes.length,
    sha512: createHash('sha512').update(bytes).digest('hex'),
  };
}

const files = positionals.map(fileOf);
const release = { product: 'igpo-lab', version, published: new Date().toISOString(), files } as const;
const out = join(values.out, 'release.json');
writeFileSync(out, signRelease(release, key));
print(`${out}: ${files.length} installers of ${version}.`, `Public key: ${publicHalf(key)}`);
