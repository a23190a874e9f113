/** A display preference that survives a restart of the window, read when it is first needed. Anything that matters is
 *  saved by the services. */
export function remembered<T>(key: string, standard: T): { value: T } {
  let known: { value: T } | null = null;
  let changes = $state(0);
  return {
    get value() {
      void changes;
      known ??= { value: read(key, standard) };
      return known.value;
    },
    set value(next: T) {
      known = { value: next };
      changes++;
      localStorage.setItem(key, JSON.stringify(next));
    },
  };
}

/** The stored value, if it has the default's kind. */
function read<T>(key: string, standard: T): T {
  const text = localStorage.getItem(key);
  if (text === null) return standard;
  try {
    const value = JSON.parse(text) as T;
    return typeof value === typeof standard && Array.isArray(value) === Array.isArray(standard) ? value : standard;
  } catch {
    return standard; // written by another version
  }
}
