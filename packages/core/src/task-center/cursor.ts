import { err, ok, type Result } from 'neverthrow';
import { joinKey, splitKey } from './mirror-key.ts';
import type { Invalid } from './task-center.ts';

const unreadable: Invalid = { code: 'INVALID', pointer: '/cursor', message: 'This is no cursor of this list.' };

/** A place in a list, opaque to callers. */
export const writeCursor = (...parts: readonly (string | number)[]): string => joinKey(...parts.map(String));

/** Reads a cursor of `length` parts; null stays null. */
export const readCursor = (cursor: string | null, length: number): Result<readonly string[] | null, Invalid> => {
  if (cursor === null) return ok(null);
  const parts = cursor.length > 2_000 ? [] : splitKey(cursor);
  return parts.length === length ? ok(parts) : err(unreadable);
};

/** A part that is a whole number. */
export const cursorNumber = (part: string | undefined): Result<number, Invalid> =>
  part !== undefined && /^\d{1,15}$/.test(part) ? ok(Number(part)) : err(unreadable);

/** The numbers of a cursor that holds nothing else; null at the start of a list. */
export const readNumbers = (cursor: string | null, length: number): Result<readonly number[] | null, Invalid> =>
  readCursor(cursor, length).andThen((parts) => {
    if (parts === null) return ok(null);
    const numbers: number[] = [];
    for (const part of parts) {
      const number = cursorNumber(part);
      if (number.isErr()) return err(number.error);
      numbers.push(number.value);
    }
    return ok(numbers);
  });
