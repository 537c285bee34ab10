import type { Statistics } from '@portico/core/statistics';
import type { PlatformKind, ShownPlatform, TaskCenter } from '@portico/core/task-center';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { field } from '../form.ts';
import { chooseKindPage, newPlatformPage } from '../pages/new-platform.ts';
import { platformPage, type PlatformTest } from '../pages/platform.ts';
import { readPlatformHealth } from '../platform-health.ts';
import { platformsPage } from '../pages/platforms.ts';
import { fieldOfPointer, formValues, readPlatformForm, type FormErrors } from '../platform-form.ts';
import type { PageFailure } from '../problem-pages.ts';

/** A kind that this process no longer knows still has a page. */
const strangeKind = (kind: string): PlatformKind => ({
  kind,
  name: { 'zh-CN': kind, en: kind },
  contract: 'custom',
  configFields: [],
  lane: {},
  open: () => {
    throw new Error('an unknown kind cannot be opened');
  },
});

/** What the core holds against a form, by field; null when it is nothing that a form can show. */
const errorsOf = (failure: PageFailure, kind: PlatformKind, conflict: string): FormErrors | null => {
  if (failure.code === 'INVALID') return { [fieldOfPointer(failure.pointer, kind)]: failure.message };
  if (failure.code === 'CONFLICT') return { '': conflict };
  if (failure.code !== 'SETTINGS_INVALID') return null;
  const errors: Record<string, string> = {};
  for (const { pointer, message } of failure.issues) {
    const name = fieldOfPointer(pointer, kind);
    const said = name === '' || name === 'profile' ? `${pointer}: ${message}` : message;
    errors[name] = errors[name] === undefined ? said : `${errors[name]}; ${said}`;
  }
  return errors;
};

export const addPlatformRoutes = (
  routes: ConsoleRoutes,
  taskCenter: TaskCenter,
  statistics: Pick<Statistics, 'show' | 'causes'>,
): void => {
  const kindOf = (name: string): PlatformKind | null =>
    taskCenter.listKinds().find(({ kind }) => kind === name) ?? null;

  const showOne = async (
    visit: SignedInVisit,
    platform: ShownPlatform,
    more: { readonly values?: URLSearchParams; readonly errors?: FormErrors; readonly test?: PlatformTest } = {},
  ): Promise<Response> => {
    const kind = kindOf(platform.kind) ?? strangeKind(platform.kind);
    const { values = formValues(kind, platform), errors = {}, test = null } = more;
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    const read =
      status === 422
        ? null
        : await readPlatformHealth(taskCenter, statistics, visit.visitor.tenant, platform.code, visit.view);
    if (read?.isErr() === true) return visit.fail(read.error);
    const health = read?.isOk() === true ? read.value : null;
    return visit.show(
      platform.name,
      platformPage(visit.view, { platform, kind, values, errors, test, health }),
      status,
    );
  };

  routes.page(pages.platforms, 'platforms:read', async (visit) => {
    const found = await taskCenter.listPlatforms(visit.visitor.tenant);
    if (found.isErr()) return visit.fail(found.error);
    return visit.show(visit.view.texts.platforms.title, platformsPage(visit.view, found.value, taskCenter.listKinds()));
  });

  routes.page('/platforms/:code', 'platforms:read', async (visit) => {
    const found = await taskCenter.showPlatform(visit.visitor.tenant, visit.context.req.param('code') ?? '');
    return found.isErr() ? visit.fail(found.error) : showOne(visit, found.value);
  });

  routes.page(pages.newPlatform, 'platforms:write', (visit) => {
    const { view } = visit;
    const kind = kindOf(visit.search.get('kind') ?? '');
    const content =
      kind === null
        ? chooseKindPage(view, taskCenter.listKinds())
        : newPlatformPage(view, { kind, values: formValues(kind, null), errors: {} });
    return visit.show(view.texts.platforms.create, content);
  });

  routes.form(pages.newPlatform, 'platforms:write', async (visit, form) => {
    const { view } = visit;
    const kind = kindOf(field(form, 'kind'));
    if (kind === null) return visit.goTo(pages.newPlatform);
    const again = (errors: FormErrors) =>
      visit.show(view.texts.platforms.create, newPlatformPage(view, { kind, values: form, errors }), 422);
    const draft = readPlatformForm(form, kind, true, view.texts);
    if (draft.isErr()) return again(draft.error);
    const created = await taskCenter.createPlatform(visit.visitor.tenant, draft.value);
    if (created.isOk()) return visit.goTo(pages.platform(created.value.code), 'platform-created');
    const errors = errorsOf(created.error, kind, created.error.code === 'CONFLICT' ? created.error.message : '');
    return errors === null ? visit.fail(created.error) : again(errors);
  });

  routes.form('/platforms/:code', 'platforms:write', async (visit, form) => {
    const { tenant } = visit.visitor;
    const found = await taskCenter.showPlatform(tenant, visit.context.req.param('code') ?? '');
    if (found.isErr()) return visit.fail(found.error);
    const { code, kind: kindName } = found.value;
    const kind = kindOf(kindName) ?? strangeKind(kindName);
    const again = (errors: FormErrors) => showOne(visit, found.value, { values: form, errors });
    const draft = readPlatformForm(form, kind, false, visit.view.texts);
    if (draft.isErr()) return again(draft.error);
    const revision = Number(field(form, 'revision'));
    const changed = await taskCenter.changePlatform(
      tenant,
      code,
      draft.value,
      Number.isSafeInteger(revision) && revision > 0 ? revision : null,
    );
    if (changed.isOk()) return visit.goTo(pages.platform(code), 'platform-saved');
    const errors = errorsOf(changed.error, kind, visit.view.texts.platforms.conflict);
    return errors === null ? visit.fail(changed.error) : again(errors);
  });

  for (const [action, enabled, notice] of [
    ['enable', true, 'platform-enabled'],
    ['disable', false, 'platform-disabled'],
  ] as const) {
    routes.form(`/platforms/:code/${action}`, 'platforms:write', async (visit) => {
      const code = visit.context.req.param('code') ?? '';
      const changed = await taskCenter.changePlatform(visit.visitor.tenant, code, { enabled }, null);
      return changed.isErr() ? visit.fail(changed.error) : visit.goTo(pages.platform(code), notice);
    });
  }

  routes.form('/platforms/:code/remove', 'platforms:write', async (visit) => {
    const removed = await taskCenter.removePlatform(visit.visitor.tenant, visit.context.req.param('code') ?? '');
    return removed.isErr() ? visit.fail(removed.error) : visit.goTo(pages.platforms, 'platform-removed');
  });

  routes.form('/platforms/:code/test', 'platforms:write', async (visit) => {
    const { tenant } = visit.visitor;
    const code = visit.context.req.param('code') ?? '';
    const found = await taskCenter.showPlatform(tenant, code);
    if (found.isErr()) return visit.fail(found.error);
    const tested = await taskCenter.testPlatform(tenant, code);
    if (tested.isOk()) return showOne(visit, found.value, { test: tested.value });
    const errors = errorsOf(tested.error, kindOf(found.value.kind) ?? strangeKind(found.value.kind), '');
    return errors === null ? visit.fail(tested.error) : showOne(visit, found.value, { errors });
  });

  // A reload after a test asks for the page.
  routes.page('/platforms/:code/test', 'platforms:read', (visit) =>
    Promise.resolve(visit.goTo(pages.platform(visit.context.req.param('code') ?? ''))),
  );
};
