/** Lets through so many requests in each second of the clock. */
export function createThrottle(now: () => number): { admit(perSecond: number): boolean } {
  let second = Number.NEGATIVE_INFINITY;
  let admitted = 0;
  return {
    admit(perSecond) {
      const present = Math.floor(now() / 1000);
      if (present !== second) {
        second = present;
        admitted = 0;
      }
      admitted += 1;
      // A fraction admits one request in the seconds that it is due.
      const allowed = perSecond >= 1 ? perSecond : present % Math.ceil(1 / perSecond) === 0 ? 1 : 0;
      return admitted <= allowed;
    },
  };
}
