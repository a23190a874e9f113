/** Reverse-mode automatic differentiation over a graph's tape. */
import { add, mul, reshape, scalarOf, slice } from './build.ts';
import type { Graph, TapeEntry } from './graph.ts';
import type { Value } from './operator.ts';
import { size } from './shape.ts';

/** ∂loss/∂x for each x of `wrt`, appended to the graph. loss: scalar. The k-th result has the shape of the k-th x.
 *  Throws RangeError where the loss does not depend on an x: a parameter that cannot learn is a mistake. */
export function backward(graph: Graph, loss: Value, wrt: readonly Value[]): Value[] {
  if (size(loss.shape) !== 1)
    throw new RangeError(`graph.backward: expected a scalar loss, got [${loss.shape.join(', ')}]`);
  const gradients = new Map<string, Value>([
    [loss.name, graph.untaped(() => reshape(graph, scalarOf(graph, 1), loss.shape))],
  ]);
  graph.untaped(() => sweep(graph, graph.tape, new Set(wrt.map((x) => x.name)), gradients));
  return wrt.map((x) => {
    const gradient = gradients.get(x.name);
    if (!gradient)
      throw new RangeError(`graph.backward: expected the loss to depend on '${x.name}', but no path leads there`);
    return gradient;
  });
}

/** Walks the tape backwards, filling `gradients` for everything between the loss and `wrt`. */
function sweep(
  graph: Graph,
  tape: readonly TapeEntry[],
  wrt: ReadonlySet<string>,
  gradients: Map<string, Value>,
): void {
  const needed = dependsOn(tape, wrt);
  const accumulate = (name: string, gradient: Value) => {
    const before = gradients.get(name);
    gradients.set(name, before ? add(graph, before, gradient) : gradient);
  };
  for (const entry of [...tape].reverse()) {
    const dys = entry.outputs.map((output) => gradients.get(output.name));
    const [dy] = dys;
    if (dys.every((one) => one === undefined) || !entry.inputs.some((x) => needed.has(x.name))) continue;
    if (entry.again) {
      if (dy) recompute(graph, entry, dy, wrt, accumulate);
      continue;
    }
    const rule = entry.operator.gradient;
    if (!rule) continue;
    const results = rule({ ...entry, graph, gradients: dys });
    entry.inputs.forEach((x, i) => {
      const dx = results[i];
      if (dx && needed.has(x.name)) accumulate(x.name, dx);
    });
  }
}

/** Names of every value on a path from `wrt`. */
function dependsOn(tape: readonly TapeEntry[], wrt: ReadonlySet<string>): Set<string> {
  const reached = new Set(wrt);
  for (const entry of tape)
    if (entry.inputs.some((x) => reached.has(x.name))) for (const output of entry.outputs) reached.add(output.name);
  return reached;
}

/** Builds a checkpointed step again and differentiates the copy. The first input gets + 0·dy[0]: without that
 *  dependence on the backward pass, common-subexpression elimination would merge the copy with the original and keep
 *  its activations alive. */
function recompute(
  graph: Graph,
  entry: TapeEntry,
  dy: Value,
  wrt: ReadonlySet<string>,
  accumulate: (name: string, gradient: Value) => void,
): void {
  const [x, ...rest] = entry.inputs;
  const zero = mul(graph, slice(graph, reshape(graph, dy, [size(dy.shape)]), 0, 0, 1), scalarOf(graph, 0));
  const late = add(graph, x!, zero);
  const outer = graph.tape;
  graph.tape = [];
  const y = graph.taped(() => entry.again!([late, ...rest]));
  const inner = graph.tape;
  graph.tape = outer;
  const local = new Map<string, Value>([[y.name, dy]]);
  const inputs = [late, ...rest].map((value) => value.name);
  sweep(graph, inner, new Set([...wrt, ...inputs]), local);
  entry.inputs.forEach((value, i) => {
    const gradient = local.get(inputs[i]);
    if (gradient) accumulate(value.name, gradient);
  });
}

/** Applies `build` to the inputs without storing its inner activations: they are computed again in the backward pass
 *  (about a third more forward work, memory of one step instead of all). Everything differentiable that `build` reads
 *  must be among the inputs. */
export function checkpoint(graph: Graph, inputs: readonly Value[], build: (inputs: readonly Value[]) => Value): Value {
  const y = graph.untaped(() => build(inputs));
  graph.record({
    operator: { kind: 'composite', name: 'checkpoint', examples: [], expand: unreachable },
    inputs,
    outputs: [y],
    saved: [],
    attributes: {},
    again: build,
  });
  return y;
}

function unreachable(): never {
  throw new Error('internal: a checkpointed step is rebuilt through `again`');
}
