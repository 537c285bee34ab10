/** What is in one list and not in the other, each as often as it is there more often. */
export const differences = (
  expected: readonly string[],
  found: readonly string[],
): { readonly missing: readonly string[]; readonly excess: readonly string[] } => {
  const surplus = new Map<string, number>();
  for (const line of found) surplus.set(line, (surplus.get(line) ?? 0) + 1);
  for (const line of expected) surplus.set(line, (surplus.get(line) ?? 0) - 1);
  const repeated = (sign: 1 | -1): readonly string[] =>
    [...surplus].flatMap(([line, count]) => Array.from({ length: Math.max(0, count * sign) }, () => line));
  return { missing: repeated(-1), excess: repeated(1) };
};
