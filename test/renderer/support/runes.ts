/** Lets a test import `.svelte.ts` files of the window: import this file first, and those with `await import(…)`.
 *  Their runes are compiled as for a browser; `svelte` itself is its browser build. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { compileModule } from 'svelte/compiler';

registerHooks({
  resolve: (specifier, context, next) =>
    /^(svelte|esm-env)(\/|$)/.test(specifier)
      ? next(specifier, { ...context, conditions: ['browser', ...context.conditions] })
      : next(specifier, context),
  load(url, context, next) {
    if (!url.endsWith('.svelte.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { loader: 'ts', target: 'esnext' });
    return { format: 'module', source: compileModule(code, { filename, dev: false }).js.code, shortCircuit: true };
  },
});
