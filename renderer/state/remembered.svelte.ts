/** A value that survives a restart of the window, for how things are shown; what matters is kept by the services. */
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

/** What is stored, if it is of the same kind as the standard. */
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
