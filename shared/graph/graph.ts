/** A graph under construction: named values, ONNX nodes in execution order, and the tape that differentiation reads. */
import type { Attributes, Operator, Primitive, TensorType, Value } from './operator.ts';
import { operators } from './ops/index.ts';
import type { DType, Tensor } from './runtime.ts';
import { float32, int64 } from './runtime.ts';
import { size, type Shape } from './shape.ts';

export interface GraphNode {
  readonly operator: Primitive;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** One differentiable step: a primitive, or a composite with what it saved. */
export interface TapeEntry {
  readonly operator: Operator;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly saved: readonly Value[];
  readonly attributes: Attributes;
  /** Set when the step is not stored but computed again in the backward pass. */
  readonly again?: (inputs: readonly Value[]) => Value;
}

export interface Constant {
  readonly value: Value;
  readonly tensor: Tensor;
}

export class Graph {
  readonly inputs: Value[] = [];
  readonly outputs: { readonly name: string; readonly value: Value }[] = [];
  readonly constants: Constant[] = [];
  readonly nodes: GraphNode[] = [];
  tape: TapeEntry[] = [];
  private taping = true;
  private count = 0;
  private readonly constantsByContent = new Map<string, Value>();

  input(name: string, shape: Shape, dtype: DType = 'float32'): Value {
    if (this.inputs.some((value) => value.name === name))
      throw new RangeError(`graph.input: '${name}' is declared twice`);
    const value = { name, shape, dtype };
    this.inputs.push(value);
    return value;
  }

  /** Float constant; equal constants are stored once. */
  constant(shape: Shape, data: ArrayLike<number>): Value {
    return this.store(float32(shape, Float32Array.from(data)));
  }

  integers(shape: Shape, data: ArrayLike<number>): Value {
    return this.store(int64(shape, data));
  }

  private store(tensor: Tensor): Value {
    if (tensor.data.length !== size(tensor.shape))
      throw new RangeError(
        `graph.constant: expected ${size(tensor.shape)} values for [${tensor.shape.join(', ')}], got ${tensor.data.length}`,
      );
    const key = tensor.data.length <= 64 ? `${tensor.dtype}[${tensor.shape.join()}]${tensor.data.join()}` : '';
    const known = this.constantsByContent.get(key);
    if (known) return known;
    const value = { name: `c${this.constants.length}`, shape: tensor.shape, dtype: tensor.dtype };
    this.constants.push({ value, tensor });
    if (key) this.constantsByContent.set(key, value);
    return value;
  }

  /** Adds an operator by its catalogue name and returns its outputs. */
  apply(name: string, inputs: readonly Value[], attributes: Attributes = {}): Value[] {
    const operator = operators.get(name);
    if (!operator) throw new RangeError(`graph.apply: no operator named '${name}'`);
    if (operator.kind === 'composite') {
      const { outputs, saved } = this.untaped(() => operator.expand(this, inputs, attributes));
      this.record({ operator, inputs, outputs, saved, attributes });
      return outputs;
    }
    const outputs = operator.infer(inputs, attributes).map((type) => this.fresh(type));
    this.nodes.push({ operator, inputs, outputs, attributes });
    this.record({ operator, inputs, outputs, saved: [], attributes });
    return outputs;
  }

  /** Names a value as a result of the graph. */
  output(name: string, value: Value): void {
    const computed = this.nodes.some((node) => node.outputs.includes(value));
    const taken = this.outputs.some((output) => output.value === value);
    const own = computed && !taken ? value : this.untaped(() => this.apply('Identity', [value])[0]);
    this.outputs.push({ name, value: own });
  }

  /** Runs `build` without recording it for differentiation. */
  untaped<T>(build: () => T): T {
    return this.withTaping(false, build);
  }

  /** Records `build` even inside a backward pass: a recomputed step is differentiated itself. */
  taped<T>(build: () => T): T {
    return this.withTaping(true, build);
  }

  private withTaping<T>(taping: boolean, build: () => T): T {
    const before = this.taping;
    this.taping = taping;
    try {
      return build();
    } finally {
      this.taping = before;
    }
  }

  record(entry: TapeEntry): void {
    if (this.taping) this.tape.push(entry);
  }

  private fresh(type: TensorType): Value {
    return { ...type, name: `v${this.count++}` };
  }
}
