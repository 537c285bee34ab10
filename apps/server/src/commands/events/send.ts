import { defineCommand } from '../../cli/command.ts';
import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import type { ApiClient } from '../../cli/http/api-client.ts';
import { documentsIn, openInput } from '../../cli/input-file.ts';
import { says } from '../../cli/language.ts';
import { flag } from '../../cli/parsing/option.ts';
import { listAt, numberAt, textAt } from '../../cli/read-path.ts';
import { cleanText } from '../../cli/show/clean-text.ts';
import { eventBatches, type PlacedEvent } from './event-batches.ts';

interface Ignored {
  readonly file: string;
  readonly line: number;
  readonly eventId: string | null;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

const ignoredIn = (report: unknown, batch: readonly PlacedEvent[]): readonly Ignored[] =>
  listAt(report, 'ignored').map((entry) => ({
    file: batch[numberAt(entry, 'index')]?.file ?? '',
    line: batch[numberAt(entry, 'index')]?.line ?? 0,
    eventId: textAt(entry, 'eventId') || null,
    code: textAt(entry, 'code'),
    pointer: textAt(entry, 'pointer'),
    message: textAt(entry, 'message'),
  }));

/** Sends events; a refusal of them all names where they stand. */
const sendBatch = async (api: ApiClient, batch: readonly PlacedEvent[]): Promise<unknown> => {
  const body = { events: batch.map(({ event }) => event) };
  try {
    return await api.send('POST', '/task-center/events', body, { repeatable: true });
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== exitCodes.refused) throw error;
    const [first, last] = [batch[0], batch.at(-1)];
    const place = first?.line === last?.line ? `line ${first?.line}` : `lines ${first?.line} to ${last?.line}`;
    throw new Failure(error.exitCode, `${first?.file}, ${place}: ${error.message}`, error.facts);
  }
};

/** Ignored events that are kept for the report; every one is counted. */
const reported = 10_000;

export const send = defineCommand({
  summary: 'Send what an engine reports: events from files or standard input',
  description: [
    'A file holds one event, one a line (NDJSON), a list, or {"events": […]}. They are sent in hundreds, one request after the other. Events that the server ignores are named by line on standard error, and the others go through; the exit code is 4 then.',
    'Sending an event again changes nothing, so after an interruption send the whole file again.',
  ],
  arguments: [{ name: 'file', help: 'Files; - or none is standard input.', presence: 'any', offer: 'files' }],
  options: { check: flag('Read everything, and send nothing.') },
  examples: [
    'portico events send event.json',
    'portico events send 2026-01.ndjson 2026-02.ndjson',
    'export-events | portico events send',
  ],
  run: async ({ args, options, session }) => {
    const { out, terminal, language } = session;
    const api = options.check ? null : await session.api();
    const counts = { read: 0, sent: 0, accepted: 0, duplicates: 0, todos: 0, ignored: 0 };
    const ignored: Ignored[] = [];
    const send = async (batch: readonly PlacedEvent[], done: number, size: number | null): Promise<void> => {
      counts.read += batch.length;
      if (api !== null) {
        const report = await sendBatch(api, batch);
        counts.sent += batch.length;
        for (const name of ['accepted', 'duplicates', 'todos'] as const) counts[name] += numberAt(report, name);
        const left = ignoredIn(report, batch);
        counts.ignored += left.length;
        ignored.push(...left.slice(0, Math.max(0, reported - ignored.length)));
        if (!out.json) {
          await out.progress.clear();
          for (const { file, line, eventId, code, pointer, message } of left) {
            const what = `${file}, line ${line}: ${eventId ?? 'event'} ignored: ${code} ${pointer} ${message}`;
            await terminal.stderr.write(`${cleanText(what.replaceAll(/ +/gu, ' '))}\n`);
          }
        }
      }
      await out.progress.at(
        done,
        size,
        `${counts.read.toLocaleString('en')} ${language === 'en' ? 'events' : '个事件'}`,
      );
    };
    const soFar = (): string =>
      options.check
        ? `${counts.read} events were read`
        : `${counts.sent} events before it were sent, ${counts.accepted} of them new`;
    try {
      for (const file of args.length === 0 ? [undefined] : args) {
        const input = await openInput(file, terminal);
        for await (const { batch, readBytes } of eventBatches(documentsIn(input), input.name)) {
          if (terminal.signal.aborted) throw new Failure(interrupted, 'stopped');
          await send(batch, readBytes, input.size);
        }
        if (terminal.signal.aborted) throw new Failure(interrupted, 'stopped');
      }
    } catch (error) {
      await out.progress.clear();
      if (terminal.signal.aborted) {
        await terminal.stderr.write(`portico: stopped; ${soFar()}\n`);
        return interrupted;
      }
      if (error instanceof Failure && counts.sent > 0)
        throw new Failure(error.exitCode, `${error.message}; ${soFar()}`, error.facts);
      throw error;
    }
    const sentence = options.check
      ? says(`${counts.read} events can be read.`, `可读取 ${counts.read} 个事件。`)
      : says(
          `${counts.sent} events: ${counts.accepted} accepted, ${counts.duplicates} known already, ${counts.ignored} ignored; ${counts.todos} to-dos changed.`,
          `共 ${counts.sent} 个事件：接收 ${counts.accepted}，重复 ${counts.duplicates}，忽略 ${counts.ignored}；变更待办 ${counts.todos} 个。`,
        );
    await out.done({ ...counts, ignoredEvents: ignored }, sentence);
    return counts.ignored > 0 ? exitCodes.refused : exitCodes.ok;
  },
});
