import { existsSync, writeFileSync } from 'node:fs';

/** Does `step` unless it has been done before in this data directory; a step that was cut short is done again. */
export const onceEver = async <T>(mark: string, step: (first: boolean) => Promise<T>): Promise<T> => {
  const first = !existsSync(mark);
  const result = await step(first);
  if (first) writeFileSync(mark, '', { mode: 0o600 });
  return result;
};
