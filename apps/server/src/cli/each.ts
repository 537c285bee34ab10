import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { exitCodes } from './exit-codes.ts';
import { Failure, misused } from './failure.ts';
import { textAt } from './read-path.ts';
import type { Session } from './session.ts';
import { cleanText } from './show/clean-text.ts';

const idOf = (line: string, member: string): string => {
  if (!line.startsWith('{')) return line;
  try {
    const id = textAt(JSON.parse(line), member);
    if (id !== '') return id;
  } catch {
    // Said below.
  }
  throw misused(`standard input: a line holds no "${member}": ${line.slice(0, 60)}`);
};

/** The ids that were named; `-` stands for those on standard input: one a line, or a document a line as lists print with `--json`. */
export const idsOf = async function* (
  args: readonly string[],
  session: Session,
  member = 'id',
): AsyncGenerator<string> {
  for (const arg of args) {
    if (arg !== '-') {
      yield arg;
      continue;
    }
    for await (const raw of createInterface({ input: Readable.from(session.terminal.stdin.bytes()) })) {
      const line = raw.trim();
      if (line !== '') yield idOf(line, member);
    }
  }
};

/**
 * Does something to each of several; what fails is said, and the others go on. Answers the exit code of the first failure. Nobody goes on
 * when the server is away or does not let us in.
 */
export const forEachId = async (
  ids: AsyncIterable<string>,
  session: Session,
  act: (id: string) => Promise<void>,
): Promise<number> => {
  let code: number = exitCodes.ok;
  for await (const id of ids) {
    try {
      await act(id);
    } catch (error) {
      const goesOn =
        error instanceof Failure && (error.exitCode === exitCodes.notFound || error.exitCode === exitCodes.refused);
      if (!goesOn) throw error;
      if (code === exitCodes.ok) code = error.exitCode;
      const line = session.out.json
        ? JSON.stringify({
            error: { id, message: error.message, exitCode: error.exitCode, code: error.facts?.code ?? null },
          })
        : `portico: ${cleanText(`${id}: ${error.message}`)}`;
      await session.terminal.stderr.write(`${line}\n`);
    }
  }
  return code;
};
