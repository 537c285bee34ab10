import type { Jobs } from '@portico/core/jobs';
import type { ShownSource, SourceKind, Sources } from '@portico/core/sources';
import { ResultAsync } from 'neverthrow';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { sourcePage } from '../pages/source.ts';
import { chooseSourceKindPage, newSourcePage, sourcesPage, type ListedSource } from '../pages/sources.ts';
import type { SourceTrial } from '../parts/source-trial.ts';
import type { FormErrors } from '../platform-form.ts';
import { readSourceForm, sourceErrors, sourceValues } from '../source-form.ts';
import { readSourceJobs } from '../source-jobs.ts';
import { may } from '../view.ts';

/** A kind that this process no longer knows still has a page. */
const strangeKind = (kind: string): SourceKind => ({
  kind,
  name: { 'zh-CN': kind, en: kind },
  configFields: [],
  open: () => {
    throw new Error('an unknown kind cannot be opened');
  },
});

const codeOf = ({ context }: SignedInVisit): string => context.req.param('code') ?? '';

/** Engines that are asked: how that goes, trying them, their settings. */
export const addSourceRoutes = (routes: ConsoleRoutes, sources: Sources, jobs: Pick<Jobs, 'list' | 'lines'>): void => {
  const kindOf = (name: string): SourceKind | null => sources.listKinds().find(({ kind }) => kind === name) ?? null;
  const knownKind = ({ kind }: ShownSource): SourceKind => kindOf(kind) ?? strangeKind(kind);

  const showOne = async (
    visit: SignedInVisit,
    source: ShownSource,
    more: { readonly values?: URLSearchParams; readonly errors?: FormErrors; readonly trial?: SourceTrial } = {},
  ): Promise<Response> => {
    const kind = knownKind(source);
    const { values = sourceValues(kind, source), errors = {}, trial = null } = more;
    const read = may(visit.view, 'lanes:read') ? await readSourceJobs(jobs, visit.visitor.tenant, source.code) : null;
    if (read !== null && read.isErr()) return visit.fail(read.error);
    return visit.show(
      source.name,
      sourcePage(visit.view, { source, kind, values, errors, trial, jobs: read === null ? null : read.value }),
      Object.keys(errors).length > 0 ? 422 : 200,
    );
  };

  routes.page(pages.sources, 'platforms:read', async (visit) => {
    const { tenant } = visit.visitor;
    const found = await sources.list(tenant);
    if (found.isErr()) return visit.fail(found.error);
    const mayLook = may(visit.view, 'lanes:read');
    const listed: readonly ListedSource[] = found.value.map((source) => ({ source, jobs: null }));
    const withJobs = await ResultAsync.combine(
      mayLook
        ? found.value.map((source) => readSourceJobs(jobs, tenant, source.code).map((read) => ({ source, jobs: read })))
        : [],
    );
    if (withJobs.isErr()) return visit.fail(withJobs.error);
    return visit.show(
      visit.view.texts.sources.title,
      sourcesPage(visit.view, mayLook ? withJobs.value : listed, sources.listKinds()),
    );
  });

  routes.page(pages.newSource, 'platforms:write', (visit) => {
    const { view } = visit;
    const kinds = sources.listKinds();
    const kind = kindOf(visit.search.get('kind') ?? '') ?? (kinds.length === 1 ? kinds[0] : undefined);
    const content =
      kind === undefined
        ? chooseSourceKindPage(view, kinds)
        : newSourcePage(view, { kind, values: sourceValues(kind, null), errors: {} });
    return visit.show(view.texts.sources.create, content);
  });

  routes.form(pages.newSource, 'platforms:write', async (visit, form) => {
    const { view } = visit;
    const kind = kindOf(field(form, 'kind'));
    if (kind === null) return visit.goTo(pages.newSource);
    const again = (errors: FormErrors) =>
      visit.show(view.texts.sources.create, newSourcePage(view, { kind, values: form, errors }), 422);
    const draft = readSourceForm(form, kind, true, view.texts);
    if (draft.isErr()) return again(draft.error);
    const created = await sources.create(visit.visitor.tenant, draft.value);
    if (created.isOk()) return visit.goTo(pages.source(created.value.code), 'source-created');
    const errors =
      created.error.code === 'CONFLICT' ? { code: created.error.message } : sourceErrors(created.error, kind);
    return errors === null ? visit.fail(created.error) : again(errors);
  });

  routes.page('/sources/:code', 'platforms:read', async (visit) => {
    const found = await sources.show(visit.visitor.tenant, codeOf(visit));
    return found.isErr() ? visit.fail(found.error) : showOne(visit, found.value);
  });

  routes.form('/sources/:code', 'platforms:write', async (visit, form) => {
    const { tenant } = visit.visitor;
    const found = await sources.show(tenant, codeOf(visit));
    if (found.isErr()) return visit.fail(found.error);
    const kind = kindOf(found.value.kind);
    const again = (errors: FormErrors) => showOne(visit, found.value, { values: form, errors });
    if (kind === null) return again({ '': visit.view.texts.sources.strangeKind });
    const draft = readSourceForm(form, kind, false, visit.view.texts);
    if (draft.isErr()) return again(draft.error);
    const given = Number(field(form, 'revision'));
    const revision = Number.isSafeInteger(given) && given > 0 ? given : null;
    const changed = await sources.change(tenant, found.value.code, revision, draft.value);
    if (changed.isOk()) return visit.goTo(pages.source(found.value.code), 'source-saved');
    if (changed.error.code === 'CONFLICT') return again({ '': visit.view.texts.platforms.conflict });
    const errors = sourceErrors(changed.error, kind);
    return errors === null ? visit.fail(changed.error) : again(errors);
  });

  for (const [action, enabled, notice] of [
    ['enable', true, 'source-enabled'],
    ['disable', false, 'source-disabled'],
  ] as const) {
    routes.form(`/sources/:code/${action}`, 'platforms:write', async (visit) => {
      const changed = await sources.change(visit.visitor.tenant, codeOf(visit), null, { enabled });
      return changed.isErr() ? visit.fail(changed.error) : visit.goTo(pages.source(codeOf(visit)), notice);
    });
  }

  routes.form('/sources/:code/remove', 'platforms:write', async (visit) => {
    const removed = await sources.remove(visit.visitor.tenant, codeOf(visit));
    return removed.isErr() ? visit.fail(removed.error) : visit.goTo(pages.sources, 'source-removed');
  });

  routes.form('/sources/:code/sweep', 'platforms:write', async (visit) => {
    const { tenant, name } = visit.visitor;
    const started = await sources.startSweep(tenant, codeOf(visit), name);
    if (started.isErr()) return visit.fail(started.error);
    const to = may(visit.view, 'lanes:read') ? pages.job(started.value.id) : pages.source(codeOf(visit));
    return visit.goTo(to, 'sweep-started');
  });

  routes.form('/sources/:code/test', 'platforms:write', async (visit) => {
    const { tenant } = visit.visitor;
    const found = await sources.show(tenant, codeOf(visit));
    if (found.isErr()) return visit.fail(found.error);
    const tested = await sources.test(tenant, found.value.code);
    if (tested.isOk()) return showOne(visit, found.value, { trial: tested.value });
    const errors = sourceErrors(tested.error, knownKind(found.value));
    return errors === null ? visit.fail(tested.error) : showOne(visit, found.value, { errors });
  });

  // A reload after an action asks for the page.
  for (const action of ['test', 'sweep'] as const)
    routes.page(`/sources/:code/${action}`, 'platforms:read', (visit) =>
      Promise.resolve(visit.goTo(pages.source(codeOf(visit)))),
    );
};
