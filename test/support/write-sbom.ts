/** Writes `dist/sbom.cdx.json`, the list of what an installer holds, after a build. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLicences } from './audit.ts';
import { shippedBom } from './sbom.ts';
import type { Bom, Bundled } from './sbom.ts';

const root = join(import.meta.dirname, '../..');
const json = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const written = execFileSync('npm', args, {
  ...{ cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] },
  shell: process.platform === 'win32', // npm is a script there
} as const);
const { name } = json('package.json') as { name: string };
const bundled = json('dist/renderer/licenses.json') as readonly Bundled[];
const bom = shippedBom(JSON.parse(written) as Bom, name, bundled, readLicences);
writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
