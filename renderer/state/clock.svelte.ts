/** The time, by the minute, for what says how long ago something was. */
let now = $state(Date.now());
setInterval(() => (now = Date.now()), 30_000);

export const clock = {
  get now() {
    return now;
  },
};
