import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSource } from './support/read-imports.ts';
import { rooms } from './support/rooms.ts';

test('the map counts files, lines, exports and imports of each room, and names circles', () => {
  const files = {
    'main/services/runs/a.ts': "import { b } from '../../store/b.ts';\nimport './c.ts';\nexport const a = b;\n",
    'main/services/runs/c.ts': "import './a.ts';\n",
    'main/store/b.ts': "import 'node:fs';\nexport const b = 1;\n",
    'test/main/store/b.test.ts': "import '../../../main/store/b.ts';\n",
  };
  const map = rooms(Object.entries(files).map(([path, text]) => readSource(path, text)));
  assert.match(map, /\| main \| 3 \| 6 \| 2 \|/);
  assert.match(map, /\| main\/services\/runs \| 2 \| 4 \| 1 \| 1 \| 0 \|/);
  assert.match(map, /\| main\/store \| 1 \| 2 \| 1 \| 0 \| 1 \|/);
  assert.match(map, /\| main\/services\/runs \| 1 \| main\/store 1 \|/);
  assert.match(map, /\| main\/services\/runs\/a.ts \| 3 \|/);
  assert.match(
    map,
    /- main\/services\/runs\/a.ts → main\/services\/runs\/c.ts → main\/services\/runs\/a.ts: files import/,
  );
});
