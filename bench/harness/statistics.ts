export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
};

/** The smallest value that at least this share (0 to 1) of the values does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

/** `12,345`; three significant digits below ten. */
export const figure = (value: number): string =>
  Math.abs(value) < 10
    ? String(Number(value.toPrecision(value < 1 ? 2 : 3)))
    : Math.round(value).toLocaleString('en-US');

/** The median, with the range beside it where there are several values. */
export const withRange = (values: readonly number[]): string =>
  values.length < 2
    ? figure(median(values))
    : `${figure(median(values))} (${figure(Math.min(...values))} to ${figure(Math.max(...values))})`;
