/** The packages that the project installs are those that it says, whole, from the registry, and allowed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { auditPackages, nodePackages } from './support/audit.ts';
import type { Audited, LockEntry, Manifest } from './support/audit.ts';
import { advisories, audited } from './support/audit-packages.ts';

const own = audited(join(import.meta.dirname, '..'));

test('the project’s own packages have no fault', () => {
  assert.deepEqual(auditPackages(own), []);
  assert.ok(Object.keys(own.lock.packages).length > 100);
});

const withEntry = (path: string, change: Partial<LockEntry>): Audited => ({
  ...own,
  lock: { ...own.lock, packages: { ...own.lock.packages, [path]: { ...own.lock.packages[path], ...change } } },
});
const withManifest = (change: Partial<Manifest>): Audited => ({ ...own, manifest: { ...own.manifest, ...change } });

test('each planted fault of the lock file is one sentence', () => {
  const path = 'node_modules/ws';
  const plain = own.lock.packages[path];
  const cases: readonly (readonly [Audited, RegExp])[] = [
    [withEntry(path, { version: '8.0.0' }), /^lock, ws: expected 8\.\d+\.\d+, as package\.json says, got 8\.0\.0$/],
    [
      withEntry(path, { integrity: 'sha1-abc' }),
      /^lock, node_modules\/ws: expected a SHA-512 of its archive, got sha1/,
    ],
    [
      withEntry(path, { resolved: 'https://registry.example/ws/-/ws-8.tgz' }),
      /expected its archive of https:\/\/registry/,
    ],
    [withEntry(path, { resolved: 'git+ssh://git@github.com/a/b.git#1' }), /expected its archive of/],
    [withEntry(path, { resolved: 'https://registry.npmjs.org/wss/-/wss-8.tgz' }), /expected its archive of/],
    [withEntry(path, { name: 'other' }), /expected its own package, got other in its place$/],
    [withEntry(path, { link: true }), /expected a package of the registry, got a folder of this machine$/],
    [withEntry(path, { license: 'GPL-3.0-only' }), /expected a licence that is allowed, got GPL-3\.0-only$/],
    [withEntry(path, { license: 'MIT AND SSPL-1.0' }), /expected a licence that is allowed, got MIT AND SSPL-1\.0$/],
    [withEntry(path, { hasInstallScript: true }), /^package\.json, allowScripts: expected to say of ws whether/],
    [withEntry(path, { dependencies: { stray: '1.0.0' } }), /^lock, node_modules\/ws: expected stray, which it needs/],
    [
      withEntry('node_modules/planted', { ...plain }),
      /^lock, node_modules\/planted: expected a package that something/,
    ],
    [{ ...own, lock: { ...own.lock, lockfileVersion: 2 } }, /^lock: expected version 3, got 2$/],
    [withEntry('', { dependencies: {} }), /^lock: expected the dependencies that package\.json has/],
  ];
  for (const [planted, sentence] of cases) {
    const faults = auditPackages(planted);
    assert.ok(
      faults.some((fault) => sentence.test(fault)),
      `${sentence}: ${faults.join(' | ')}`,
    );
  }
  const bare = Object.fromEntries(Object.entries(plain).filter(([name]) => name !== 'integrity'));
  const none = { ...own, lock: { ...own.lock, packages: { ...own.lock.packages, [path]: bare } } };
  assert.deepEqual(auditPackages(none), ['lock, node_modules/ws: expected a SHA-512 of its archive, got none']);
  for (const license of ['MIT', '(GPL-2.0 OR MIT)', 'MIT AND ISC'])
    assert.deepEqual(
      auditPackages(withEntry(path, { license, resolved: `https://registry.npmjs.org/ws/-/ws-1.tgz` })),
      [],
    );
});

test('each planted fault of package.json, .npmrc and the reasons is one sentence', () => {
  const { dependencies, optionalDependencies, allowScripts } = own.manifest;
  const cases: readonly (readonly [Audited, RegExp])[] = [
    [
      withManifest({ dependencies: { ...dependencies, ws: '^8.0.0' } }),
      /^package\.json, ws: expected one exact version/,
    ],
    [
      withManifest({ dependencies: { ...dependencies, ws: 'latest' } }),
      /^package\.json, ws: expected one exact version/,
    ],
    [withManifest({ allowScripts: { ...allowScripts, esbuild: true } }), /expected no script to run, got esbuild$/],
    [withManifest({ allowScripts: { ...allowScripts, ws: false } }), /allowScripts: ws has no install script$/],
    [
      withManifest({ optionalDependencies: { ...optionalDependencies, [nodePackages[0]]: '24.0.0' } }),
      /expected one release of Node on every platform, got 24\.0\.0, /,
    ],
    [
      { ...own, reasons: own.reasons.replaceAll('`ws`', 'ws') },
      /^docs\/dependencies\.md: expected a reason for ws, got none$/,
    ],
    [{ ...own, settings: '' }, /^\.npmrc: expected ignore-scripts=true$/],
    [{ ...own, settings: `${own.settings}registry=https://example.invalid/\n` }, /^\.npmrc: expected no registry/],
    [{ ...own, settings: `${own.settings}@x:registry=https://example.invalid/\n` }, /^\.npmrc: expected no registry/],
    [{ ...own, settings: `${own.settings}//example.invalid/:_authToken=x\n` }, /^\.npmrc: expected no registry/],
  ];
  for (const [planted, sentence] of cases) {
    const faults = auditPackages(planted);
    assert.ok(
      faults.some((fault) => sentence.test(fault)),
      `${sentence}: ${faults.join(' | ')}`,
    );
  }
});

test('advisories are reported if the registry answers; if not, the report says so', () => {
  const answer = JSON.stringify({ vulnerabilities: { ws: { severity: 'high', range: '<8.17.1' } } });
  assert.deepEqual(advisories(answer), { answered: true, sentences: ['advisory, ws <8.17.1: high'] });
  assert.deepEqual(advisories('{"vulnerabilities":{}}'), { answered: true, sentences: [] });
  for (const written of ['{"message":"405 Method Not Allowed"}', '', 'ENOTFOUND'])
    assert.match(advisories(written).sentences[0], /^Advisories: not asked, the registry does not answer \(.+\)\.$/);
});
