import type { FailureRef, TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { isGroupDecision, readFailureRef } from '../failure-query.ts';
import { field } from '../form.ts';
import { failureGroupPage, type GroupStep } from '../pages/failure-group.ts';
import { failuresPage, kindsByPlatform } from '../pages/failures.ts';
import { undecidablePage, type Undecided } from '../pages/undecidable.ts';
import { platformNames } from './todo-routes.ts';

const pageSize = 25;
/** Evidence is long: more than these are decided as a group, or come up as those are decided. */
const mostUndecided = 20;

type FailureCenter = Pick<TaskCenter, 'listFailures' | 'listFailed' | 'decideFailures' | 'listPlatforms' | 'listKinds'>;

/** Failures by their causes, what is decided about whole groups of them, and what only a person can decide. */
export const addFailureRoutes = (routes: ConsoleRoutes, taskCenter: FailureCenter): void => {
  const showGroup = async (
    visit: SignedInVisit,
    group: FailureRef,
    cursor: string | null,
    step: GroupStep,
  ): Promise<Response> => {
    const { tenant } = visit.visitor;
    const found = await ResultAsync.combine([
      taskCenter.listFailed(tenant, group, cursor, pageSize),
      taskCenter.listPlatforms(tenant),
    ]);
    if (found.isErr()) return visit.fail(found.error);
    const [page, platforms] = found.value;
    const kind = kindsByPlatform(platforms, taskCenter.listKinds()).get(group.platform) ?? null;
    const name = platformNames(platforms).get(group.platform) ?? group.platform;
    return visit.show(visit.view.texts.failures.title, failureGroupPage(visit.view, { group, name, kind, page, step }));
  };

  routes.page(pages.failures, 'todos:read', async (visit) => {
    const { tenant } = visit.visitor;
    const found = await ResultAsync.combine([taskCenter.listFailures(tenant), taskCenter.listPlatforms(tenant)]);
    if (found.isErr()) return visit.fail(found.error);
    const [groups, platforms] = found.value;
    const wanted = visit.search.get('platform') ?? '';
    const only = /^[a-z0-9-]{1,63}$/.test(wanted) ? wanted : null;
    return visit.show(
      visit.view.texts.failures.title,
      failuresPage(visit.view, { groups, platforms, kinds: taskCenter.listKinds(), only }),
    );
  });

  routes.page(pages.failureGroup, 'todos:read', async (visit) => {
    const group = readFailureRef(visit.search);
    if (group === null) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const ask = visit.search.get('ask') ?? '';
    const given = visit.search.get('cursor')?.slice(0, 2_000) ?? '';
    const cursor = given === '' ? null : given;
    if (!isGroupDecision(ask)) return showGroup(visit, group, cursor, { kind: 'look' });
    const { tenant, name } = visit.visitor;
    const tried = await taskCenter.decideFailures(tenant, group, ask, { trial: true, cursor: null }, name);
    if (tried.isOk()) return showGroup(visit, group, null, { kind: 'ask', decision: ask, report: tried.value });
    return tried.error.code === 'NOT_FOUND' ? showGroup(visit, group, null, { kind: 'off' }) : visit.fail(tried.error);
  });

  routes.form(pages.failureDecisions, 'todos:write', async (visit, form) => {
    const group = readFailureRef(form);
    const decision = field(form, 'decision');
    if (group === null || !isGroupDecision(decision))
      return visit.fail({ code: 'INVALID', pointer: '/decision', message: visit.view.texts.tryIt.badChoice });
    const cursor = field(form, 'cursor').slice(0, 2_000);
    const { tenant, name } = visit.visitor;
    const options = { trial: false, cursor: cursor === '' ? null : cursor };
    const decided = await taskCenter.decideFailures(tenant, group, decision, options, name);
    if (decided.isOk()) return showGroup(visit, group, null, { kind: 'done', decision, report: decided.value });
    return decided.error.code === 'NOT_FOUND'
      ? showGroup(visit, group, null, { kind: 'off' })
      : visit.fail(decided.error);
  });

  // A reload after a decision asks for the page.
  routes.page(pages.failureDecisions, 'todos:read', (visit) => Promise.resolve(visit.goTo(pages.failures)));

  routes.page(pages.undecidable, 'todos:read', async (visit) => {
    const { tenant } = visit.visitor;
    const found = await ResultAsync.combine([taskCenter.listFailures(tenant), taskCenter.listPlatforms(tenant)]);
    if (found.isErr()) return visit.fail(found.error);
    const [all, platforms] = found.value;
    const groups = all.filter(({ standing }) => standing === 'undecidable');
    const items: Undecided[] = [];
    for (const group of groups) {
      if (items.length >= mostUndecided) break;
      const listed = await taskCenter.listFailed(tenant, group, null, mostUndecided - items.length);
      if (listed.isErr()) return visit.fail(listed.error);
      items.push(...listed.value.items.map((item) => ({ group, item })));
    }
    const shown = (one: (typeof groups)[number]): number => items.filter(({ group }) => group === one).length;
    return visit.show(
      visit.view.texts.undecidable.title,
      undecidablePage(visit.view, {
        items,
        more: groups.filter((group) => shown(group) < group.count),
        names: platformNames(platforms),
      }),
    );
  });
};
