/** Times as they are written down. */

const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?$/;

/** Whether a value is a date and a time of the years 0 to 9999 in ISO 8601, such as 2026-11-22T10:00:00.000Z. */
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' && pattern.test(value) && Number.isFinite(Date.parse(value));
