/** Whether two pieces of plain data (numbers, text, arrays, objects) have the same content. NaN equals itself; a key
 *  with the value `undefined` counts as absent, as in a message. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => same(one, b[i]));
  const [left, right] = [a, b].map((value) => Object.entries(value).filter(([, own]) => own !== undefined));
  const other = new Map(right);
  return left.length === right.length && left.every(([key, own]) => other.has(key) && same(own, other.get(key)));
}
