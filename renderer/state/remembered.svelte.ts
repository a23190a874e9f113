/** A display preference that survives a restart of the window. Anything that matters is saved by the services. */
export function remembered<T>(key: string, standard: T): { value: T } {
  let value = $state.raw<T>(read(key, standard));
  return {
    get value() {
      return value;
    },
    set value(next: T) {
      value = next;
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
