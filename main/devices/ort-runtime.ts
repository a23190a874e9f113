/** onnxruntime-node behind `shared/graph/runtime.ts`. What differs between devices is in `facts.ts`. */
import { cpus } from 'node:os';
import ort from 'onnxruntime-node';
import { devices } from '../../shared/config/sections.ts';
import type { Device } from '../../shared/config/sections.ts';
import { Graph } from '../../shared/graph/graph.ts';
import { onnx } from '../../shared/graph/onnx.ts';
import type { Runtime, Session, Tensor, Variable } from '../../shared/graph/runtime.ts';
import { size } from '../../shared/graph/shape.ts';
import { suggestion } from '../../shared/util/text.ts';
import { deviceFacts, type DeviceFacts } from './facts.ts';

export interface RuntimeOptions {
  /** Threads of one operator; 0 takes every core. */
  readonly threads?: number;
  /** Refuses operators that would fall back to the CPU. */
  readonly forbidFallback?: boolean;
}

/** Opens a device by name. Throws RangeError for an unknown name, Error when the device is not there. */
export async function openRuntime(device: string, options: RuntimeOptions = {}): Promise<Runtime> {
  if (!(devices as readonly string[]).includes(device))
    throw new RangeError(`device: unknown device '${device}'${suggestion(device, devices)}`);
  const facts = deviceFacts[device as Device];
  return facts.variables === 'host' ? hostRuntime(facts, options) : deviceRuntime(facts, options);
}

interface Held extends Variable {
  tensor: ort.Tensor;
  version: number;
}

const toOrt = (x: Tensor | Variable): ort.Tensor =>
  'kind' in x ? (x as Held).tensor : new ort.Tensor(x.dtype, x.data as Float32Array, x.shape);

const fromOrt = (tensor: ort.Tensor): Tensor => ({
  dtype: tensor.type as Tensor['dtype'],
  shape: tensor.dims,
  data: tensor.data as Float32Array,
});

function feeds(inputs: Readonly<Record<string, Tensor | Variable>>): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, toOrt(x)]));
}

/** µs that a session's idle threads look for work before they sleep: longer than the pause between two steps of
 *  decoding. Each session has its own threads, and onnxruntime's 30 ms would take a core from the session that runs
 *  next (onnxruntime issue 17011). */
const SPIN = '1000';

/** Variables are arrays that runs write in place. */
function hostRuntime(facts: DeviceFacts, { threads = 0 }: RuntimeOptions): Runtime {
  const cores = cpus();
  const used = threads || cores.length;
  return {
    chunkRows: facts.chunkRows,
    description: `${cores[0]?.model.trim() ?? 'CPU'}, ${used} threads, onnxruntime ${ort.env.versions.node}`,
    async load(model, { keepTransposes = false } = {}): Promise<Session> {
      const session = await ort.InferenceSession.create(model, {
        executionProviders: [facts.executionProvider],
        intraOpNumThreads: used,
        interOpNumThreads: 1,
        enableCpuMemArena: facts.arena,
        enableMemPattern: false,
        logSeverityLevel: 3,
        extra: {
          session: { intra_op: { spin_duration_us: SPIN } },
          ...(keepTransposes && { optimization: { disable_specified_optimizers: 'GemmTransposeFusion' } }),
        },
      });
      return {
        async run(inputs, into = {}) {
          const returned = session.outputNames
            .filter((name) => !Object.hasOwn(into, name))
            .map((name) => [name, null] as const);
          const fetches = { ...Object.fromEntries(returned), ...feeds(into) };
          const results = await session.run(feeds(inputs), fetches);
          for (const variable of Object.values(into)) (variable as Held).version++;
          return Object.fromEntries(returned.map(([name]) => [name, fromOrt(results[name])]));
        },
        release: () => session.release(),
      };
    },
    variable: (shape, data) => hold(shape, Float32Array.from(data)),
    read: async (variable) => Float32Array.from((variable as Held).tensor.data as Float32Array),
    write(variable, data) {
      const held = variable as Held;
      (held.tensor.data as Float32Array).set(data);
      held.version++;
    },
  };
}

function hold(shape: readonly number[], data: Float32Array): Held {
  if (data.length !== size(shape))
    throw new RangeError(`runtime.variable: expected ${size(shape)} values, got ${data.length}`);
  return { kind: 'variable', shape, version: 0, tensor: new ort.Tensor('float32', data, shape) };
}

/** Variables are buffers on the device, replaced by the buffer that a run returns. */
async function deviceRuntime(facts: DeviceFacts, { forbidFallback = false }: RuntimeOptions): Promise<Runtime> {
  const create = (model: Uint8Array, resident: readonly string[] = []) =>
    ort.InferenceSession.create(model, {
      executionProviders: [facts.executionProvider],
      logSeverityLevel: 3,
      preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, 'gpu-buffer'])), // others: cpu
      ...(facts.fallsBack && forbidFallback && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
    });
  try {
    await (await create(copyModel([1]))).release();
  } catch (error) {
    throw new Error(
      `device: expected a ${facts.title} adapter, found none (${reason(error)}) — ${facts.advice}, or use device 'cpu'`,
    );
  }
  const readers = new Map<string, Promise<ort.InferenceSession>>();
  return {
    chunkRows: facts.chunkRows,
    description: `${facts.title}, onnxruntime ${ort.env.versions.node}`,
    async load(model, { resident = [] } = {}): Promise<Session> {
      const session = await create(model, resident);
      return {
        async run(inputs, into = {}) {
          const results = await session.run(feeds(inputs));
          for (const [name, variable] of Object.entries(into)) {
            const held = variable as Held;
            held.tensor.dispose();
            held.tensor = results[name];
            held.version++;
          }
          return Object.fromEntries(
            session.outputNames
              .filter((name) => !Object.hasOwn(into, name))
              .map((name) => [name, fromOrt(results[name])]),
          );
        },
        release: () => session.release(),
      };
    },
    variable: (shape, data) => hold(shape, Float32Array.from(data)),
    // getData() on a GPU tensor aborts the process (onnxruntime-node 1.30), so a session copies it to the CPU.
    async read(variable) {
      const { tensor } = variable as Held;
      if (tensor.location === 'cpu') return Float32Array.from(tensor.data as Float32Array);
      const key = variable.shape.join();
      if (!readers.has(key)) readers.set(key, create(copyModel(variable.shape)));
      const { y } = await (await readers.get(key)!).run({ x: tensor });
      return Float32Array.from(y!.data as Float32Array);
    },
    write(variable, data) {
      const held = variable as Held;
      held.tensor.dispose();
      held.tensor = new ort.Tensor('float32', Float32Array.from(data), variable.shape);
      held.version++;
    },
  };
}

function copyModel(shape: readonly number[]): Uint8Array {
  const graph = new Graph();
  graph.output('y', graph.input('x', shape));
  return onnx(graph);
}

/** The first line of onnxruntime's message, without its source files. */
const reason = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .split('\n')[0]
    .split(': ')
    .at(-1)!;
