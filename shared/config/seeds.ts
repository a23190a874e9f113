/** Seeds as people write them. */

/** `1..5`, `1,2,3` or both: `1..3,7`. Throws RangeError. */
export function parseSeeds(text: string, where: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first, last] = /^(\d+)(?:\.\.(\d+))?$/.exec(part.trim()) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (first === undefined || to < from || to - from > 999)
      throw new RangeError(`${where}: expected seeds such as 1..5 or 1,2,3, got ${text}`);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** The shortest text that `parseSeeds` reads back: runs of three or more as `first..last`. */
export function seedsText(seeds: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < seeds.length;) {
    let j = i;
    while (seeds[j + 1] === seeds[j] + 1) j++;
    if (j - i >= 2) parts.push(`${seeds[i]}..${seeds[j]}`);
    else parts.push(...seeds.slice(i, j + 1).map(String));
    i = j + 1;
  }
  return parts.join(',');
}
