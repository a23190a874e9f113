/** A number that identifies tokens: equal tokens give equal numbers, different ones collide once in 2^53. Two 32-bit
 *  hashes, of which 53 bits fit into a number. Source: bryc/code, jshash/PRNGs.md, cyrb53 (public domain). */
export function identity(tokens: Int32Array): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const token of tokens) {
    high = Math.imul(high ^ token, 2654435761);
    low = Math.imul(low ^ token, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
