import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { TaskCenterContext } from './context.ts';
import { mostLines, readMappingCsv, type MappingLine } from './person-mapping-csv.ts';
import type { PersonMappings, PutMappings, RejectedLine } from './person-mappings.ts';
import { invalid } from './problems.ts';
import { putMappings, spaceIssue } from './put-mappings.ts';

type Mapping = Extract<MappingLine, { kind: 'mapping' }>;

const linesAtOnce = 1_000;
const shownErrors = 100;

const nothing: PutMappings = { added: 0, changed: 0, unchanged: 0 };

/** What writing these would come to. */
const foresee = (
  { transactor }: TaskCenterContext,
  tenant: string,
  space: string,
  batch: readonly Mapping[],
): ResultAsync<PutMappings, StoreFailure> =>
  transactor
    .run(({ personMappings }) =>
      personMappings.find(
        tenant,
        space,
        batch.map(({ personId }) => personId),
      ),
    )
    .map((before) => {
      const added = batch.filter(({ personId }) => !before.has(personId)).length;
      const unchanged = batch.filter(({ personId, remoteId }) => before.get(personId) === remoteId).length;
      return { added, changed: batch.length - added - unchanged, unchanged };
    });

/** Writes a batch in a transaction of its own: an upload that breaks off leaves what was taken, and can be sent again. */
const write = (
  context: TaskCenterContext,
  tenant: string,
  space: string,
  batch: readonly Mapping[],
): ResultAsync<PutMappings, StoreFailure> =>
  context.transactor
    .run((stores) =>
      putMappings(
        stores,
        context,
        tenant,
        space,
        batch.map(({ personId, remoteId }) => ({ personId, remoteId, source: 'csv' })),
      ),
    )
    .map(({ rings, ...report }) => {
      context.doorbell.ring(rings);
      return report;
    });

/** The lines that count: of several for one person the first, and those that contradict it are mistakes. */
function* withoutContradictions(lines: Iterable<MappingLine>): Generator<MappingLine> {
  const seen = new Map<string, { readonly line: number; readonly remoteId: string }>();
  for (const line of lines) {
    if (line.kind === 'mistake') {
      yield line;
      continue;
    }
    const before = seen.get(line.personId);
    if (before === undefined) {
      seen.set(line.personId, line);
      yield line;
    } else if (before.remoteId !== line.remoteId) {
      const message = `${line.personId} is ${before.remoteId} in line ${before.line}, and ${line.remoteId} here`;
      yield { kind: 'mistake', line: line.line, message };
    }
  }
}

/** Takes a table of mappings, a thousand lines at a time. */
export const createUploadMappings =
  (context: TaskCenterContext): PersonMappings['upload'] =>
  (tenant, space, text, dryRun) =>
    safeTry(async function* () {
      const issue = spaceIssue(space);
      if (issue !== null) return err(issue);
      const lines = readMappingCsv(text);
      if (lines.isErr()) return err(lines.error);
      // Before anything is written: half of a table that is too long would be worse than none of it.
      let count = 0;
      for (let at = text.indexOf('\n'); at !== -1 && count <= mostLines; at = text.indexOf('\n', at + 1)) count += 1;
      if (count > mostLines) return err(invalid('', `There are more than ${mostLines} lines.`));
      const errors: RejectedLine[] = [];
      let rejected = 0;
      let total = nothing;
      const batch: Mapping[] = [];
      const flush = (): ResultAsync<PutMappings, StoreFailure> =>
        (dryRun ? foresee : write)(context, tenant, space, batch.splice(0)).map((report) => {
          total = {
            added: total.added + report.added,
            changed: total.changed + report.changed,
            unchanged: total.unchanged + report.unchanged,
          };
          return total;
        });
      for (const line of withoutContradictions(lines.value)) {
        if (line.kind === 'mapping') batch.push(line);
        else {
          rejected += 1;
          if (errors.length < shownErrors) errors.push({ line: line.line, message: line.message });
        }
        if (batch.length === linesAtOnce) yield* flush();
      }
      if (batch.length > 0) yield* flush();
      return ok({ ...total, rejected, errors });
    });
