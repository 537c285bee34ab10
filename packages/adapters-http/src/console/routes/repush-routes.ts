import type { RepushRequest, TaskCenter } from '@portico/core/task-center';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { repushPage } from '../pages/repush.ts';
import type { FormErrors } from '../platform-form.ts';
import { readRepush, repushValues, type RepushValues } from '../repush-query.ts';
import { may } from '../view.ts';

type RepushCenter = Pick<TaskCenter, 'previewRepush' | 'startRepush' | 'listPlatforms'>;

/** Pushing again: counted first, then begun as a job. */
export const addRepushRoutes = (routes: ConsoleRoutes, taskCenter: RepushCenter): void => {
  const show = async (
    visit: SignedInVisit,
    values: RepushValues,
    errors: FormErrors,
    request: RepushRequest | null,
  ): Promise<Response> => {
    const { tenant } = visit.visitor;
    const platforms = await taskCenter.listPlatforms(tenant);
    if (platforms.isErr()) return visit.fail(platforms.error);
    const preview = request === null ? null : await taskCenter.previewRepush(tenant, request);
    if (preview !== null && preview.isErr()) return visit.fail(preview.error);
    const counted = request === null || preview === null ? null : { request, preview: preview.value };
    return visit.show(
      visit.view.texts.repush.title,
      repushPage(visit.view, { values, errors, platforms: platforms.value, counted }),
      Object.keys(errors).length > 0 ? 422 : 200,
    );
  };

  routes.page(pages.repush, 'todos:read', (visit) => {
    const values = repushValues(visit.search);
    // Nothing is counted before somebody has asked for something.
    if (!visit.search.has('mode')) return show(visit, values, {}, null);
    return readRepush(values, visit.view).match(
      (request) => show(visit, values, {}, request),
      (errors) => show(visit, values, errors, null),
    );
  });

  routes.form(pages.repush, 'todos:write', async (visit, form) => {
    const values = repushValues(form);
    const request = readRepush(values, visit.view);
    if (request.isErr()) return show(visit, values, request.error, null);
    const { tenant, name } = visit.visitor;
    const started = await taskCenter.startRepush(tenant, request.value, name);
    if (started.isOk())
      return visit.goTo(may(visit.view, 'lanes:read') ? pages.job(started.value.id) : pages.repush, 'repush-started');
    const { repush } = visit.view.texts;
    if (started.error.code === 'NOT_FOUND') return show(visit, values, { platform: repush.gonePlatform }, null);
    if (started.error.code === 'INVALID') return show(visit, values, { perSecond: repush.badRate }, null);
    return visit.fail(started.error);
  });
};
