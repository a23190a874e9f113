/** Refuses whatever the stand-in lacks with a sentence, so that no test passes on `undefined`. */

const asked = new Set(['then', 'toJSON', 'constructor']); // by await, JSON and the inspector

export const strict = <T extends object>(name: string, object: T): T =>
  new Proxy(object, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target || asked.has(key)) return Reflect.get(target, key) as unknown;
      throw new Error(
        `electron stand-in: ${name}.${key} is not there — add it as Electron's documentation describes it`,
      );
    },
  });
