/**
 * Which lanes a worker serves: patterns of lane names, in which `*` stands for any characters, slashes too. A pattern after `!` leaves
 * out what it matches, wherever it stands. Patterns that only leave out begin from all lanes.
 */
export type LaneSelection = readonly string[];

export const everyLane: LaneSelection = ['*'];

const matches = (pattern: string, name: string): boolean => {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
};

/** Whether a lane of this name is among those selected. */
export const servesLane = (selection: LaneSelection, name: string): boolean => {
  const wanted = selection.filter((pattern) => !pattern.startsWith('!'));
  const leftOut = selection.filter((pattern) => pattern.startsWith('!'));
  return (
    (wanted.length === 0 || wanted.some((pattern) => matches(pattern, name))) &&
    !leftOut.some((pattern) => matches(pattern.slice(1), name))
  );
};
