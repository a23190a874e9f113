import { test } from 'node:test';
import assert from 'node:assert/strict';
import { figuresCsv } from '../../../../renderer/features/credit/figures-csv.ts';
import { noFigures } from '../../../../shared/xray/credit-figures.ts';

const row = { choice: 'igpo', title: 'IGPO, "raw"', own: false, problem: null };
const mass = (turns: number, size: number, net: number) => ({ turns, size, net });

test('in the file of figures a mean is a sum over its turns, and a share is one of all |advantage|', () => {
  const figures = {
    ...{ ...noFigures, policyTokens: 40, gradientTokens: 30, groups: 2 },
    positions: [mass(4, 3, 1), mass(2, 1, -1)],
    evidence: { found: mass(3, 3, 3), missed: mass(0, 0, 0), unsearched: mass(3, 1, -3) },
  };
  const lines = figuresCsv([
    { ...row, figures },
    { ...row, problem: 'no', figures: null },
  ]).split('\r\n');
  assert.equal(lines.length, 3); // heading, one algorithm, the end of its line
  assert.match(
    lines[0],
    /^algorithm,tokens of the policy,.*,mean \|advantage\| turn 1,mean \|advantage\| turn 2,"share/,
  );
  // 3/4 and 1/2 by turn; 3/4 of all 4, mean 3/3; nothing on no turns; 1/4, mean −3/3
  assert.equal(lines[1], '"IGPO, ""raw""",40,30,2,0,0,0,0,0,0.75,0.5,0.75,1,0,,0.25,-1');
});

test('without supporting passages the shares are empty, and without algorithms there is a heading', () => {
  assert.match(figuresCsv([{ ...row, figures: noFigures }]), /,0,0,,,,,,\r\n$/);
  assert.equal(figuresCsv([]).split('\r\n').length, 2);
});
