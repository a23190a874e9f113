import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideBundle, shippedBom } from './support/sbom.ts';
import type { Bom } from './support/sbom.ts';

const component = (name: string, version = '1.0.0') => ({
  'bom-ref': `${name}@${version}`,
  name,
  version,
  scope: 'optional',
});
const all: Bom = {
  serialNumber: 'urn:uuid:1',
  metadata: { timestamp: '2026-01-01T00:00:00Z', component: component('a folder') },
  components: [...besideBundle, 'svelte', 'clsx', 'eslint'].map((name) => component(name)),
  dependencies: [
    { ref: 'a folder@1.0.0', dependsOn: ['svelte@1.0.0', 'eslint@1.0.0'] },
    { ref: 'svelte@1.0.0', dependsOn: ['clsx@1.0.0'] },
    { ref: 'eslint@1.0.0', dependsOn: [] },
  ],
};
const bundled = ['svelte', 'clsx'].map((name) => ({ name, version: '1.0.0' }));

test('the list has the bundled packages, the native modules and the runtime, and no build tools', () => {
  const bom = shippedBom(all, 'igpo-lab', bundled, new Map([['clsx', 'MIT']]));
  assert.deepEqual(new Set(bom.components.map(({ name }) => name)), new Set([...besideBundle, 'svelte', 'clsx']));
  assert.deepEqual(bom.dependencies, [
    { ref: 'a folder@1.0.0', dependsOn: ['svelte@1.0.0'] },
    { ref: 'svelte@1.0.0', dependsOn: ['clsx@1.0.0'] },
  ]);
  assert.equal(bom.metadata.component.name, 'igpo-lab');
  assert.deepEqual(bom.components.find(({ name }) => name === 'clsx')!.licenses, [{ license: { id: 'MIT' } }]);
});

test('two lists of the same packages are the same bytes', () => {
  const later = { ...all, serialNumber: 'urn:uuid:2', metadata: { ...all.metadata, timestamp: '2027' } };
  const written = [all, later].map((bom) => JSON.stringify(shippedBom(bom, 'igpo-lab', bundled, new Map())));
  assert.equal(written[0], written[1]);
});

test('a package that is bundled and not locked in that version is refused', () => {
  assert.throws(() => shippedBom(all, 'igpo-lab', [{ name: 'svelte', version: '2.0.0' }], new Map()), {
    message: 'sbom: expected svelte 2.0.0 in the lock file, got none — run npm ci and build again',
  });
});
