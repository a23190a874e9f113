/** Bundles what Electron loads into `dist/main/`: the shell, its preload, and the processes that it starts. npm
 *  packages are not bundled. */
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  outdir: 'dist/main',
  legalComments: 'none',
  logLevel: 'warning',
} as const;

await Promise.all([
  build({
    ...common,
    entryPoints: {
      index: 'main/electron/index.ts',
      'trainer-entry': 'main/trainer/entry.ts',
      'trainer-probe': 'main/devices/probe.ts',
    },
    format: 'esm',
    packages: 'external',
  }),
  // a sandboxed preload is one CommonJS file
  build({
    ...common,
    entryPoints: { preload: 'main/electron/preload.ts' },
    format: 'cjs',
    external: ['electron'],
    outExtension: { '.js': '.cjs' },
  }),
]);
