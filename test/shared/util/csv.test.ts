import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell, csvRow } from '../../../shared/util/csv.ts';
import { acting, hostileStrings } from '../../support/hostile-strings.ts';

test('a cell is quoted if it needs to be, a number is in full precision, what is missing is empty', () => {
  assert.equal(csvCell('a,b "c"\nd'), '"a,b ""c""\nd"');
  assert.deepEqual([-0.5, 0.1 + 0.2, NaN, Infinity, null, undefined].map(csvCell), [
    ...['-0.5', '0.30000000000000004', '', '', '', ''],
  ]);
  assert.equal(csvRow(['a', 1, null]), 'a,1,\r\n');
});

test('no text is a formula to a spreadsheet, spaces before it or signs in full width', () => {
  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    ' =1',
    '\u00a0=1',
    '\n=1',
    '\t',
    '＝1',
    '＋1',
    '－1',
    '＠A1',
  ];
  for (const text of formulas) assert.match(csvCell(text), /^"?'/, JSON.stringify(text));
  for (const text of ['a=b', '1-2', '', 'x']) assert.equal(csvCell(text), text);
});

test('a table of hostile text has its rows and columns, and only text in them', () => {
  const written = hostileStrings.map((text) => csvRow([text, 1])).join('');
  assert.doesNotMatch(written.replaceAll('\r\n', ''), acting);
  const rows = parse(written);
  assert.equal(rows.length, hostileStrings.length);
  for (const [i, row] of rows.entries()) {
    assert.deepEqual([row.length, row[1]], [2, '1'], JSON.stringify(hostileStrings[i]));
    assert.doesNotMatch(row[0], /^[\s]*[=+\-@＝＋－＠]/);
  }
});

/** RFC 4180, character by character. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let i = 0; i < text.length; i++) {
    if (quoted) {
      if (text[i] !== '"') cell += text[i];
      else if (text[i + 1] === '"') cell += text[i++];
      else quoted = false;
    } else if (text[i] === '"') quoted = true;
    else if (text[i] === ',') [row, cell] = [[...row, cell], ''];
    else if (text.startsWith('\r\n', i)) {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      i++;
    } else cell += text[i];
  }
  return rows;
}
