/** Whatever a run holds, what reaches the terminal is lines of harmless text. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { progressLine, begun } from '../../../main/cli/progress.ts';
import { columns } from '../../../main/cli/text.ts';
import { errorLines, shownLines } from '../../../main/terminal/print.ts';
import { createScreen } from '../../../main/terminal/screen.ts';
import { SeveralProblems } from '../../../shared/util/sentences.ts';
import { cli } from '../../support/cli.ts';
import { saveHostileRun } from '../../support/hostile-run.ts';
import { acting, hostileStrings } from '../../support/hostile-strings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('every line of a text is one line of the terminal', () => {
  for (const text of hostileStrings) {
    const shown = shownLines([text, text]);
    assert.doesNotMatch(shown, acting);
    assert.equal(shown.split('\n').length, 3, JSON.stringify(text));
  }
  assert.equal(shownLines(['a\u001b[2J\nb']), 'a⟨ESC⟩[2J⟨LF⟩b\n');
});

test('columns are as wide as their cells are shown', () => {
  assert.deepEqual(
    columns([
      ['\u001b', 'x'],
      ['abc', 'y'],
    ]),
    ['⟨ESC⟩  x', 'abc    y'],
  );
});

test('lines that are redrawn hold no hostile text, and are cut by what is shown', () => {
  const written: string[] = [];
  const stream = { isTTY: true, columns: 40, write: (text: string) => written.push(text) };
  const screen = createScreen(stream as unknown as NodeJS.WriteStream);
  for (const text of hostileStrings) screen.below([progressLine(text, begun(1, 2, 0), 0)]);
  for (const text of hostileStrings) screen.line(text);
  for (const text of written) {
    const [first, ...rest] = text.split('\u001b[1A\u001b[J'); // what the screen itself writes to redraw a line
    assert.equal(rest.length <= 1, true);
    const lines = (rest[0] ?? first).split('\n');
    for (const line of lines) assert.doesNotMatch(line, acting);
    assert.ok([...lines.at(-2)!].length < 40);
  }
});

test('an error is its sentences, and with --debug the places in the code', () => {
  const two = new SeveralProblems(['config.a: \u001b', 'config.b: x\nconfig.c: FAKE']);
  assert.deepEqual(errorLines(two, false), ['config.a: \u001b', 'config.b: x\nconfig.c: FAKE']);
  assert.deepEqual(errorLines(new Error('a\nb'), false), ['a\nb']);
  assert.match(errorLines(new Error('a\nb'), true)[1], /^ {4}at /);
});

test('no command passes hostile text of a run, or of its own arguments, on to the terminal', async (t) => {
  const root = temporaryFolder(t);
  const runs = join(root, 'runs');
  saveHostileRun(join(runs, 'evil'));
  const named = join(runs, 'x\u001b]0;DIR\u0007\u202e');
  mkdirSync(named);
  saveHostileRun(named);
  const evil = hostileStrings.slice(0, 14).join('').replaceAll('\u0000', '').toWellFormed();
  const calls = [
    ...[['list'], ['list', '--json'], ['show', 'evil'], ['show', 'evil', '--json']],
    ...[
      ['rollout', 'evil', '1'],
      ['rollout', 'evil', '1', '0'],
      ['rollout', 'evil', '1', '0', '--json'],
    ],
    ...[
      ['rescore', 'evil'],
      ['report', 'evil', '--title', evil, '--out', join(root, 'r.html')],
    ],
    ...[[evil], ['list', `--${evil}`], ['show', evil], ['show', evil, '--debug'], ['run', evil]],
    ...[
      ['list', '--runs', evil],
      ['run', 'quickstart', '--set', evil],
      ['help', evil],
    ],
  ];
  for (const args of calls) {
    const { stdout, stderr } = await cli(args, root);
    assert.notEqual(stdout + stderr, '', args[0]);
    for (const text of [stdout, stderr]) assert.doesNotMatch(text, acting, JSON.stringify(args));
    assert.doesNotMatch(stdout + stderr, /^FAKE/m);
    if (args.includes('--json'))
      stdout
        .trimEnd()
        .split('\n')
        .forEach((line) => JSON.parse(line) as unknown);
  }
});
