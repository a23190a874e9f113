/** Every source file of the repository, or of another checkout of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from './read-imports.ts';
import type { Source } from './read-imports.ts';

const layers = ['shared', 'main', 'renderer', 'test'];

export function readSources(root = join(import.meta.dirname, '../..')): Source[] {
  return layers.flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
      .map((path) => `${layer}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(ts|svelte)$/.test(path))
      .map((path) => readSource(path, readFileSync(join(root, path), 'utf8'))),
  );
}
