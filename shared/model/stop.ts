/** When sampling ends. */

/** Whether tokens end with one of the sequences. Sequences are found by their last token, so most tokens cost one
 *  look-up. */
export function stopTest(stops: readonly (readonly number[])[]): (tokens: readonly number[]) => boolean {
  const byLast = Map.groupBy(stops, (stop) => stop.at(-1));
  return (tokens) => {
    const ending = byLast.get(tokens.at(-1));
    return ending !== undefined && ending.some((stop) => endsWith(tokens, stop));
  };
}

function endsWith(tokens: readonly number[], stop: readonly number[]): boolean {
  const start = tokens.length - stop.length;
  return start >= 0 && stop.every((token, i) => tokens[start + i] === token);
}
