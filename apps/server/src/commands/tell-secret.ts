import type { FileHandle } from 'node:fs/promises';
import type { Text } from '../cli/language.ts';
import { textAt } from '../cli/read-path.ts';
import type { Session } from '../cli/session.ts';

/** Hands out a secret that the server shows this once: to the file, or alone on standard output. */
export const tellSecret = async (
  made: unknown,
  file: FileHandle | null,
  { out }: Pick<Session, 'out'>,
  remark: Text,
): Promise<void> => {
  await file?.writeFile(`${textAt(made, 'secret')}\n`);
  if (out.json) return out.document(file === null ? made : { ...(made as object), secret: undefined });
  await out.note(remark);
  if (file === null) await out.lines([textAt(made, 'secret')]);
};
