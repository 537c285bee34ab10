import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import { notFound } from '../task-center/problems.ts';
import type { SourcesContext } from './context.ts';
import type { SourceContext, SourceRow, SourceTrouble } from './ports.ts';
import { readRows } from './read-rows.ts';
import type { Sources, TriedQuestion } from './sources.ts';

const sampleRows = 20;
const shownMistakes = 10;
const withinMs = 10_000;

/** Asks each question of a source for a few rows, and says how they are understood. */
export const createTestSource =
  ({ transactor, opened, clock, schemas }: SourcesContext): Sources['test'] =>
  (tenant, code) =>
    safeTry(async function* () {
      const source = yield* transactor.run(({ sources }) => sources.find(tenant, code));
      if (source === null) return err(notFound(`source "${code}"`));
      const engine = yield* opened.open(source);
      const tried = async (
        ask: (context: SourceContext) => ResultAsync<readonly SourceRow[], SourceTrouble>,
      ): Promise<TriedQuestion> => {
        const controller = new AbortController();
        const cancel = clock.timer(withinMs, () => controller.abort());
        const end = clock.monotonic() + withinMs;
        const remainingMs = (): number => Math.max(0, end - clock.monotonic());
        const answered = await ask({ signal: controller.signal, remainingMs });
        cancel();
        if (answered.isErr()) {
          const { code: kind, message } = answered.error;
          return { rows: 0, tasks: 0, bad: [], trouble: `${kind}: ${message}`.slice(0, 1_000), sample: null };
        }
        const rows = answered.value;
        const read = readRows(rows, rows.length < sampleRows, clock.now(), schemas);
        const bad = read.bad.slice(0, shownMistakes);
        return { rows: rows.length, tasks: read.tasks.length, bad, trouble: null, sample: read.tasks[0] ?? null };
      };
      const { changes, open } = engine;
      return ok({
        changes:
          changes === null
            ? null
            : await tried((context) => changes({ since: null, after: null }, sampleRows, context)),
        open: open === null ? null : await tried((context) => open(null, sampleRows, context)),
      });
    });
