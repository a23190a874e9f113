/** The pages that people read: links lead somewhere, and names that are explained exist. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../main/cli/commands/index.ts';
import { findMetric } from '../shared/metrics/names.ts';
import { order } from './support/layering.ts';

const root = join(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
})
  .trim()
  .split('\n')
  .filter((path) => existsSync(join(root, path)));
const pages = tracked.filter((path) => path.endsWith('.md'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** As GitHub makes it of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchors = (page: string): string[] => [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));

/** Relative links of a page that lead nowhere. `exists`: whether the repository has a file or folder. */
function deadLinks(path: string, text: string, exists: (path: string) => boolean): string[] {
  const prose = text.replace(/^( *)```[^]*?^\1```/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file, hash] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!exists(target)) return true;
      return hash !== undefined && !anchors(target === path ? text : read(target)).includes(hash);
    });
}

test('every relative link of a page leads to a file of the repository, and to a heading that it has', () => {
  const exists = (path: string): boolean => tracked.some((one) => one === path || one.startsWith(`${path}/`));
  for (const page of pages) assert.deepEqual(deadLinks(page, read(page), exists), [], page);
  const text = '# A b\n[a](b.md) [c](#a-b) [d](#e) [f](https://example.org) ![g](h.png)\n```\n[i](j)\n```\n';
  assert.deepEqual(
    deadLinks('docs/x.md', text, () => true),
    ['#e'],
  );
  assert.deepEqual(
    deadLinks('docs/x.md', text, (path) => path === 'docs/x.md'),
    ['b.md', '#e', 'h.png'],
  );
});

test('every command of the terminal has its row in the page of commands', () => {
  const rows = [...read('docs/commands.md').matchAll(/^\| `([a-z-]+)/gm)].map(([, name]) => name);
  assert.deepEqual(
    commands.map(({ name }) => name).filter((name) => !rows.includes(name)),
    [],
  );
});

test('the README is at most 700 words', () => {
  const words = read('README.md').split(/\s+/).filter(Boolean).length;
  assert.ok(words <= 700, `${words} words`);
});

const sources = tracked.filter((path) => /^(shared|main|renderer)\/.*\.(ts|svelte)$/.test(path)).map(read);
const known = new Set(sources.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));

/** Names in the column `in code` that neither the sources nor the dictionary of metrics have. */
const unknownNames = (page: string): string[] =>
  [...page.matchAll(/^\| [^|]+ \| ((?:`[^`]+`(?:, )?)+) \|/gm)]
    .flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    .filter((name) => (name.includes('/') ? !findMetric(name) : !known.has(name)));

test('every code name and every metric of the glossary exists', () => {
  const glossary = read('docs/glossary.md');
  assert.deepEqual(unknownNames(glossary), []);
  assert.ok(glossary.match(/^\| [^|]+ \| `/gm)!.length > 50, 'the pattern finds the column');
  const wrong = '| x | `belief`, `belieff` | y | z |\n| x | `kl/ref_k3`, `kl/ref_k9` | y | z |\n';
  assert.deepEqual(unknownNames(wrong), ['belieff', 'kl/ref_k9']);
});

test('paths and metrics that a page names exist', () => {
  for (const page of [
    'README.md',
    'CONTRIBUTING.md',
    'docs/architecture.md',
    'docs/recipes.md',
    'docs/commands.md',
    'docs/reading-a-report.md',
  ]) {
    const spans = [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
    const paths = spans.filter((span) => /^(shared|main|renderer|test|docs|resources|\.ci)\/[\w./-]+$/.test(span));
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
      page,
    );
    const metrics = spans.filter((span) => /^(signal|entropy|kl|optimizer|gain|reward|loss)\/[\w<>]+$/.test(span));
    assert.deepEqual(
      metrics.filter((name) => !findMetric(name.replace('<t>', '1'))),
      [],
      page,
    );
  }
});

test('the architecture page has the order of rooms that the layering test enforces', () => {
  const rows = order.map((row) => row.map((room) => `\`${room}\``).join(', ')).join(' → ');
  assert.ok(read('docs/architecture.md').replace(/\s+/g, ' ').includes(`${rows}.`), rows);
});
