/** What the graph knows of an operator. Its shape rule, ONNX node, gradient, float64 evaluation and examples stand side
 *  by side in one file of `ops/`, because they must agree. */
import type { Graph } from './graph.ts';
import type { DType } from './runtime.ts';
import type { Shape } from './shape.ts';

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

export interface Value extends TensorType {
  readonly name: string;
}

export type Attribute = number | string | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** A tensor of the interpreter: every dtype is held in float64 (bools as 0 and 1). */
export interface Dense {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** One random check of an operator: finite differences on the float inputs, and onnxruntime against the interpreter. */
export interface Example {
  readonly inputs: readonly ExampleInput[];
  readonly attributes?: Attributes;
}

/** Float inputs are drawn uniformly from [low, high] (default ±1.5); integers from [0, high). `constant`: no gradient
 *  is expected. */
export interface ExampleInput {
  readonly shape: Shape;
  readonly dtype?: DType;
  readonly low?: number;
  readonly high?: number;
  readonly constant?: boolean;
  /** Fixed values instead of drawn ones, for inputs that must agree with each other. */
  readonly values?: readonly number[];
}

export interface GradientContext {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** What `expand` kept for the backward pass. */
  readonly saved: readonly Value[];
  readonly attributes: Attributes;
  /** Gradient of each output. An output that nothing differentiable reads has none; a rule is called when at least one
   *  exists. */
  readonly gradients: readonly (Value | undefined)[];
}

interface OperatorBase {
  /** ONNX op_type, or our own name for a composite. */
  readonly name: string;
  /** One gradient per input, null where none flows (integers, constants). Absent: no gradient passes through. */
  gradient?(context: GradientContext): readonly (Value | null)[];
  readonly examples: readonly Example[];
}

/** One ONNX node. */
export interface Primitive extends OperatorBase {
  readonly kind: 'primitive';
  /** Empty for the standard operators. */
  readonly domain?: string;
  infer(inputs: readonly TensorType[], attributes: Attributes): TensorType[];
  /** Attributes that ONNX wants as constant int64 or float inputs, appended after the given ones in this order. */
  readonly constantInputs?: readonly {
    readonly attribute: string;
    readonly dtype: 'int64' | 'float32';
    readonly scalar?: boolean;
  }[];
  evaluate(inputs: readonly Dense[], attributes: Attributes, outputs: readonly TensorType[]): Dense[];
}

/** Several nodes with one hand-written gradient: cheaper than what differentiating the nodes one by one would give. */
export interface Composite extends OperatorBase {
  readonly kind: 'composite';
  expand(graph: Graph, inputs: readonly Value[], attributes: Attributes): { outputs: Value[]; saved: Value[] };
}

export type Operator = Primitive | Composite;

/** An integer-list attribute. */
export const list = (attributes: Attributes, name: string): readonly number[] => attributes[name] as readonly number[];
/** A number attribute with its default. */
export const scalar = (attributes: Attributes, name: string, fallback = 0): number =>
  (attributes[name] as number | undefined) ?? fallback;
