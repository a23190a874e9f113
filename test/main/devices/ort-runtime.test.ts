import assert from 'node:assert/strict';
import { test } from 'node:test';
import ort from 'onnxruntime-node';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { gemm } from '../../../shared/graph/build.ts';
import { Graph } from '../../../shared/graph/graph.ts';
import { onnx } from '../../../shared/graph/onnx.ts';

test('idle threads of a session look for work for 1 ms, since the next session has its own threads', async (t) => {
  const graph = new Graph();
  const x = graph.input('x', [2, 2]);
  graph.output('y', gemm(graph, x, x));
  const create = t.mock.method(ort.InferenceSession, 'create');
  const runtime = await openRuntime('cpu', { threads: 2 });
  const session = await runtime.load(onnx(graph));
  await session.release();
  const [, options] = create.mock.calls[0].arguments as unknown as [unknown, ort.InferenceSession.SessionOptions];
  assert.equal(options.intraOpNumThreads, 2);
  assert.deepEqual(options.extra?.session, { intra_op: { spin_duration_us: '1000' } });
});
