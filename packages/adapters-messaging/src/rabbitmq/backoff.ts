/** How long to wait before the next try, `tries` having failed in a row: doubling from 0.2 s up to `capMs`, of which up to half is jitter. */
export const backoffMs = (tries: number, capMs = 5_000): number => {
  const whole = Math.min(capMs, 200 * 2 ** Math.min(tries, 20));
  return whole / 2 + (Math.random() * whole) / 2;
};
