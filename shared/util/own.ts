/** What a record holds under a name that was received, such as a metric's. Undefined for one that it does not hold,
 *  also for a name that every object has: `record[name]` would find `constructor`. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
