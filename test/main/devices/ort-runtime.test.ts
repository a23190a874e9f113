import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { gemm } from '../../../shared/graph/build.ts';
import { Graph } from '../../../shared/graph/graph.ts';
import { onnx } from '../../../shared/graph/onnx.ts';

test("a session's threads leave the cores soon after a run: the next session has threads of its own", async () => {
  const graph = new Graph();
  const x = graph.input('x', [128, 128]);
  graph.output('y', gemm(graph, x, x));
  const runtime = await openRuntime('cpu', { threads: 2 });
  const session = await runtime.load(onnx(graph));
  const ones = runtime.variable([128, 128], new Float32Array(128 * 128).fill(1));
  const idle: number[] = [];
  for (let i = 0; i < 5; i++) {
    await session.run({ x: ones });
    const before = process.cpuUsage();
    await wait(60);
    const { user, system } = process.cpuUsage(before);
    idle.push((user + system) / 1000);
  }
  await session.release();
  // 1 ms of looking for work; onnxruntime's own setting takes 16 to 47 ms
  assert.ok(Math.min(...idle) < 8, `expected less than 8 ms of work while nothing runs, got ${idle.join(', ')}`);
});
