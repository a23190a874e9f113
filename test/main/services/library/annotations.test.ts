import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { annotationOf, createAnnotator } from '../../../../main/services/library/annotations.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function places(root: string, ...ids: string[]) {
  return ids.map((id) => {
    const folder = join(root, id);
    mkdirSync(folder);
    return { id, folder };
  });
}

test('of two changes to one note the later one remains, however long the earlier one takes', async (t) => {
  const root = temporaryFolder(t);
  const [many, one] = places(root, 'many', 'one');
  const annotate = createAnnotator(root, { tell: () => undefined });
  const earlier = annotate([...Array.from({ length: 300 }, () => many!), one!], { note: 'earlier' });
  await Promise.all([earlier, annotate([one!], { note: 'later' })]);
  assert.equal(annotationOf(one!.folder).note, 'later');
});

test('changes written before a folder refused are reported, and the next request is carried out', async (t) => {
  const root = temporaryFolder(t);
  const [whole, damaged] = places(root, 'whole', 'damaged');
  const reported: string[][] = [];
  const annotate = createAnnotator(root, { tell: (ids) => void reported.push([...ids]) });
  writeFileSync(join(damaged!.folder, 'annotation.json'), '{');
  await assert.rejects(annotate([whole!, damaged!], { note: 'n' }), /damaged.annotation\.json/);
  assert.equal(annotationOf(whole!.folder).note, 'n');
  await annotate([whole!], { archived: true });
  assert.deepEqual(reported, [['whole', 'damaged'], ['whole']]);
});
