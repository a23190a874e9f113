/** ONNX bytes from a graph: a protobuf writer for the few messages that are needed.
 *  Field numbers: onnx/onnx.proto (IR version 10). */
import type { Graph, GraphNode } from './graph.ts';
import type { Attribute, Value } from './operator.ts';
import type { DType, Tensor } from './runtime.ts';
import { int64, float32 } from './runtime.ts';

const OPSET = 21;
const IR_VERSION = 10;
const dataTypes: Readonly<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** Growing byte buffer with protobuf's primitives. */
class Writer {
  private bytes = new Uint8Array(1024);
  private length = 0;

  private reserve(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + n));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
  varint(value: number): void {
    this.reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value)); // negative numbers take ten bytes
    while (rest > 127n) {
      this.bytes[this.length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.bytes[this.length++] = Number(rest);
  }
  integer(field: number, value: number): void {
    this.varint(field << 3);
    this.varint(value);
  }
  blob(field: number, data: Uint8Array): void {
    this.varint((field << 3) | 2);
    this.varint(data.length);
    this.reserve(data.length);
    this.bytes.set(data, this.length);
    this.length += data.length;
  }
  text(field: number, value: string): void {
    this.blob(field, utf8(value));
  }
  float(field: number, value: number): void {
    this.varint((field << 3) | 5);
    this.reserve(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
  }
  message(field: number, write: (inner: Writer) => void): void {
    const inner = new Writer();
    write(inner);
    this.blob(field, inner.finish());
  }
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** UTF-8 of a name. Names are ASCII by construction, which spares `shared` a text encoder. */
const utf8 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** ModelProto bytes; the graph's values keep their names. */
export function onnx(graph: Graph): Uint8Array {
  const writer = new Writer();
  writer.integer(1, IR_VERSION);
  writer.text(2, 'igpo-lab');
  writer.message(7, (g) => writeGraph(g, graph));
  for (const [domain, version] of [
    ['', OPSET],
    ['com.microsoft', 1],
  ] as const)
    writer.message(8, (opset) => {
      opset.text(1, domain);
      opset.integer(2, version);
    });
  return writer.finish();
}

function writeGraph(g: Writer, graph: Graph): void {
  const constants = new Map(graph.constants.map(({ value, tensor }) => [value.name, tensor]));
  const renamed = new Map(graph.outputs.map(({ name, value }) => [value.name, name]));
  const nameOf = (value: Value) => renamed.get(value.name) ?? value.name;
  for (const node of needed(graph)) g.message(1, (n) => writeNode(n, node, nameOf, constants));
  g.text(2, 'graph');
  for (const [name, tensor] of constants) g.message(5, (t) => writeTensor(t, name, tensor));
  for (const input of graph.inputs) g.message(11, (v) => writeValueInfo(v, input));
  for (const { name, value } of graph.outputs) g.message(12, (v) => writeValueInfo(v, { ...value, name }));
}

/** The nodes that some output depends on; onnxruntime would run the others too. */
function needed({ nodes, outputs }: Graph): GraphNode[] {
  const read = new Set(outputs.map(({ value }) => value.name));
  const kept = nodes.toReversed().filter((node) => {
    const live = node.outputs.some(({ name }) => read.has(name));
    if (live) for (const { name } of node.inputs) read.add(name);
    return live;
  });
  return kept.reverse();
}

/** NodeProto. Attributes that ONNX takes as inputs become constants named after their content, shared between nodes. */
function writeNode(
  n: Writer,
  { operator, inputs, outputs, attributes }: GraphNode,
  nameOf: (value: Value) => string,
  constants: Map<string, Tensor>,
): void {
  for (const input of inputs) n.text(1, nameOf(input));
  const asInputs = operator.constantInputs ?? [];
  for (const { attribute, dtype, scalar } of asInputs) {
    const values = [attributes[attribute]].flat() as number[];
    const name = `k_${dtype}_${scalar ? 's' : 'v'}_${values.join('_')}`;
    const shape = scalar ? [] : [values.length];
    constants.set(name, dtype === 'int64' ? int64(shape, values) : float32(shape, Float32Array.from(values)));
    n.text(1, name);
  }
  for (const output of outputs) n.text(2, nameOf(output));
  n.text(4, operator.name);
  for (const [name, value] of Object.entries(attributes))
    if (!asInputs.some((constant) => constant.attribute === name)) n.message(5, (a) => writeAttribute(a, name, value));
  if (operator.domain) n.text(7, operator.domain);
}

/** AttributeProto: whole numbers are integers (ints type 7, int 2, string 3), others float (1). */
function writeAttribute(a: Writer, name: string, value: Attribute): void {
  a.text(1, name);
  if (typeof value === 'number' && !Number.isInteger(value)) {
    a.float(2, value);
    a.integer(20, 1);
  } else if (typeof value === 'number') {
    a.integer(3, value);
    a.integer(20, 2);
  } else if (typeof value === 'string') {
    a.text(4, value);
    a.integer(20, 3);
  } else {
    for (const item of value) a.integer(8, item);
    a.integer(20, 7);
  }
}

function writeTensor(t: Writer, name: string, { dtype, shape, data }: Tensor): void {
  for (const n of shape) t.integer(1, n);
  t.integer(2, dataTypes[dtype]);
  t.text(8, name);
  t.blob(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo(v: Writer, { name, dtype, shape }: Value): void {
  v.text(1, name);
  v.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, dataTypes[dtype]);
      tensor.message(2, (dims) => {
        for (const n of shape) dims.message(1, (dim) => dim.integer(1, n));
      });
    }),
  );
}
