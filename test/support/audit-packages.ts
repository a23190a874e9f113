/** `npm run audit`: what must hold of the packages, and known advisories where the registry answers. Ends with code 1
 *  at a fault or an advisory. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printError, print } from '../../main/terminal/print.ts';
import { auditPackages } from './audit.ts';
import type { Audited, Lock, Manifest } from './audit.ts';

const root = join(import.meta.dirname, '../..');

export function audited(folder: string): Audited {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  return {
    manifest: JSON.parse(read('package.json')) as Manifest,
    lock: JSON.parse(read('package-lock.json')) as Lock,
    settings: read('.npmrc'),
    reasons: read('docs/dependencies.md'),
  };
}

interface Advisories {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
  readonly message?: string;
}

/** What `npm audit --json` wrote, as sentences; `answered`: whether the registry said anything. */
export function advisories(written: string): { readonly answered: boolean; readonly sentences: readonly string[] } {
  const { vulnerabilities, message = 'no answer' } = parsed(written);
  if (vulnerabilities === undefined)
    return { answered: false, sentences: [`Advisories: not asked, the registry does not answer (${message}).`] };
  const found = Object.entries(vulnerabilities);
  return {
    answered: true,
    sentences: found.map(([name, { severity, range }]) => `advisory, ${name} ${range}: ${severity}`),
  };
}

function parsed(written: string): Advisories {
  try {
    return JSON.parse(written) as Advisories;
  } catch {
    return {};
  }
}

if (import.meta.main) {
  const faults = auditPackages(audited(root));
  const { stdout } = spawnSync('npm audit --json --package-lock-only', { cwd: root, shell: true, encoding: 'utf8' });
  const { answered, sentences } = advisories(stdout);
  printError(...faults, ...(answered ? sentences : []));
  const { packages } = audited(root).lock;
  print(`${Object.keys(packages).length - 1} packages, ${faults.length} faults.`);
  print(answered ? `Advisories: ${sentences.length}.` : sentences[0]);
  process.exitCode = faults.length + (answered ? sentences.length : 0) > 0 ? 1 : 0;
}
