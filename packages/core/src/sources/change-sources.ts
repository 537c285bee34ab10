import { err, ok, safeTry } from 'neverthrow';
import { conflict, notFound } from '../task-center/problems.ts';
import type { SourcesContext } from './context.ts';
import { draftedSource, shownSource } from './draft-source.ts';
import type { Sources } from './sources.ts';

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
