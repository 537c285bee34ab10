import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface Journal<Entry> {
  /** Resolves once the entry is in the file, where killing the process no longer loses it. */
  append(entry: Entry): Promise<void>;
  /** Resolves once all that was appended so far is in the file. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface JournalOptions<Entry> {
  readonly file: string;
  readonly replay: (entry: Entry) => void;
  /** The present state as entries; taken when every appended entry is in the file. */
  readonly snapshot: () => Iterable<Entry>;
  /** Bytes appended after which the file is rewritten as a snapshot. */
  readonly compactAfter?: number;
}

/**
 * An append-only file of JSON lines, rewritten as a snapshot when it is opened and when it has grown. Appends of one
 * turn of the event loop share a write. A torn last line is what a kill leaves: its request was never answered, so it is ignored.
 */
export async function openJournal<Entry>(options: JournalOptions<Entry>): Promise<Journal<Entry>> {
  const { file } = options;
  const compactAfter = options.compactAfter ?? 256 * 1024 * 1024;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replayLines(file, options.replay);
  let handle = await writeSnapshot(file, options.snapshot());
  let appended = 0;

  let pending: string[] = [];
  let waiting: PromiseWithResolvers<void> | undefined;
  let writing: Promise<void> | undefined;
  let broken: unknown;

  const writeAll = async (): Promise<void> => {
    await new Promise(setImmediate);
    while (pending.length > 0) {
      const text = Buffer.from(pending.join(''));
      const written = waiting;
      pending = [];
      waiting = undefined;
      try {
        // After a failed write the file may end in half a line, and nothing may follow it.
        if (broken !== undefined) throw broken;
        await writeFully(handle, text);
        appended += text.length;
        written?.resolve();
        if (appended > compactAfter && pending.length === 0) {
          const previous = handle;
          handle = await writeSnapshot(file, options.snapshot());
          appended = 0;
          await previous.close();
        }
      } catch (error) {
        broken = error;
        written?.reject(error);
      }
    }
    writing = undefined;
  };

  const append = (entry: Entry): Promise<void> => {
    if (broken !== undefined) return Promise.reject(broken);
    pending.push(`${JSON.stringify(entry)}\n`);
    waiting ??= Promise.withResolvers();
    writing ??= writeAll();
    return waiting.promise;
  };

  return {
    append,
    async settled() {
      await writing;
    },
    async close() {
      await writing;
      await handle.close();
    },
  };
}

async function replayLines<Entry>(file: string, replay: (entry: Entry) => void): Promise<void> {
  const stream = createReadStream(file);
  const opened = await new Promise<boolean>((resolve, reject) => {
    stream.once('open', () => resolve(true));
    stream.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(false) : reject(error)));
  });
  if (!opened) return;
  let number = 0;
  let torn: number | undefined;
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    number += 1;
    if (torn !== undefined)
      throw new Error(`${file}: line ${torn} is not JSON, and lines follow it; restore the file or remove it`);
    let entry: Entry;
    try {
      entry = JSON.parse(line) as Entry;
    } catch {
      torn = number;
      continue;
    }
    replay(entry);
  }
}

/** The lines are gathered before the first await, so that they show one moment. */
function writeSnapshot<Entry>(file: string, entries: Iterable<Entry>): Promise<FileHandle> {
  const chunks: Buffer[] = [];
  for (const entry of entries) chunks.push(Buffer.from(`${JSON.stringify(entry)}\n`));
  return replaceFile(file, chunks);
}

async function replaceFile(file: string, chunks: readonly Buffer[]): Promise<FileHandle> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  for (const chunk of chunks) await writeFully(handle, chunk);
  await rename(`${file}.new`, file);
  return handle;
}

async function writeFully(handle: FileHandle, bytes: Buffer): Promise<void> {
  let offset = 0;
  while (offset < bytes.length) offset += (await handle.write(bytes, offset)).bytesWritten;
}
