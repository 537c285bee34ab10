const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * A value within what the server answered, by a path with dots; undefined when there is nothing. Answers are read leniently, so that a command
 * line works with a server that is somewhat older or newer.
 */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);

/** The same as text; what is absent or null is empty. */
export const textAt = (value: unknown, path: string): string => {
  const found = at(value, path);
  if (found === undefined || found === null) return '';
  return typeof found === 'string' ? found : JSON.stringify(found);
};

export const numberAt = (value: unknown, path: string): number => {
  const found = at(value, path);
  return typeof found === 'number' ? found : 0;
};

/** The same as a list; what is none is empty. */
export const listAt = (value: unknown, path: string): readonly unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};
