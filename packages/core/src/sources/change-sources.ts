import { err, ok, safeTry } from 'neverthrow';
import { conflict, invalid, notFound } from '../task-center/problems.ts';
import type { Invalid } from '../task-center/task-center.ts';
import type { SourcesContext } from './context.ts';
import { draftedSource, shownSource } from './draft-source.ts';
import type { Source } from './source.ts';
import type { Sources } from './sources.ts';

/** Two that sweep the same processes would close each other's tasks for ever. */
const overlapIssue = (source: Source, others: readonly Source[]): Invalid | null => {
  if (source.sweep === null) return null;
  const mine = source.processIds;
  const other = others.find(
    ({ code, sweep, processIds: theirs }) =>
      code !== source.code &&
      sweep !== null &&
      (mine === null || theirs === null || mine.some((process) => theirs.includes(process))),
  );
  return other === undefined
    ? null
    : invalid('/processIds', `must not share processes with the source "${other.code}", which is swept as well`);
};

const noSuch = (code: string) => notFound(`source "${code}"`);

export const createListSources =
  ({ transactor }: SourcesContext): Sources['list'] =>
  (tenant) =>
    transactor.run(({ sources }) => sources.list(tenant)).map((all) => all.map(shownSource));

export const createShowSource =
  ({ transactor }: SourcesContext): Sources['show'] =>
  (tenant, code) =>
    transactor
      .run(({ sources }) => sources.find(tenant, code))
      .andThen((source) => (source === null ? err(noSuch(code)) : ok(shownSource(source))));

export const createCreateSource =
  (context: SourcesContext): Sources['create'] =>
  (tenant, draft) =>
    context.transactor.run((stores) =>
      safeTry(async function* () {
        const now = yield* stores.workflow.now();
        const source = yield* draftedSource(tenant, null, draft, { ...context, now });
        const issue = overlapIssue(source, yield* stores.sources.list(tenant));
        if (issue !== null) return err(issue);
        if (!(yield* stores.sources.save(source))) return err(conflict(`There is a source "${source.code}" already.`));
        return ok(shownSource(source));
      }),
    );

export const createChangeSource =
  (context: SourcesContext): Sources['change'] =>
  (tenant, code, revision, draft) =>
    context.transactor.run((stores) =>
      safeTry(async function* () {
        const stored = yield* stores.sources.find(tenant, code);
        if (stored === null) return err(noSuch(code));
        if (revision !== null && stored.revision !== revision)
          return err(conflict('Somebody else has changed this source meanwhile.'));
        const now = yield* stores.workflow.now();
        const source = yield* draftedSource(tenant, stored, draft, { ...context, now });
        const issue = overlapIssue(source, yield* stores.sources.list(tenant));
        if (issue !== null) return err(issue);
        if (!(yield* stores.sources.save(source)))
          return err(conflict('Somebody else has changed this source meanwhile.'));
        return ok(shownSource(source));
      }),
    );

export const createRemoveSource =
  ({ transactor, opened }: SourcesContext): Sources['remove'] =>
  (tenant, code) =>
    transactor
      .run(({ sources }) => sources.remove(tenant, code))
      .andThen((removed) => {
        opened.drop(tenant, code);
        return removed ? ok(undefined) : err(noSuch(code));
      });
