/** The text that is hashed when a config is. The hash itself is the host's. */

/** JSON with sorted keys and no spaces: equal values give equal text.
 *  Throws TypeError for anything JSON would drop or change: undefined, functions, NaN, infinity. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const object = value as Readonly<Record<string, unknown>>;
    const pairs = Object.keys(object)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
    return `{${pairs.join(',')}}`;
  }
  throw new TypeError(`canonicalJson: expected a value that JSON can hold, got ${String(value)}`);
}
