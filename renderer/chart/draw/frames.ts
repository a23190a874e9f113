/** Drawing once a frame at most: of several requests for one layer the last one counts. */

export interface Frames {
  draw(layer: string, work: () => void): void;
  stop(): void;
}

export function frames(): Frames {
  const waiting = new Map<string, () => void>();
  let handle = 0;
  const run = (): void => {
    handle = 0;
    const works = [...waiting.values()];
    waiting.clear();
    for (const work of works) work();
  };
  return {
    draw(layer, work) {
      waiting.set(layer, work);
      handle ||= requestAnimationFrame(run);
    },
    stop() {
      cancelAnimationFrame(handle);
      handle = 0;
      waiting.clear();
    },
  };
}
