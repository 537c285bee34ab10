import { everyTodo, type FeedState, type Todo } from '@portico/core/task-center';
import { readReturnTarget, type PersonSession } from '@portico/core/sign-in';
import type { Hono } from 'hono';
import type { HttpEnvironment } from '../api/environment.ts';
import type { HttpContext } from '../api/route.ts';
import { todosPage } from './pages.ts';
import { goTo, readOnce, readPlace, showPage, showProblem, viewOf, type SsoSite } from './sso-visit.ts';

const pageSize = 50;

/** Where a to-do's title leads: through us where its origin is on the list, else straight there; nowhere unless it is a plain web address. */
const hrefOf = (todo: Todo, session: PersonSession, origins: ReadonlySet<string>): string | null => {
  const target = readReturnTarget(todo.links.pc);
  if (target.isErr()) return null;
  const { origin, address, fragment } = target.value;
  const url = `${address}${fragment}`;
  return origins.has(origin) ? `/sso/${session.tenant}/${session.provider}/login?to=${encodeURIComponent(url)}` : url;
};

/** A person's own page. */
export const addTodoPages = (app: Hono<HttpEnvironment>, site: SsoSite): void => {
  const { signIn, feed, cookies } = site;
  app.get('/sso/:tenant/todos', async (context: HttpContext) => {
    context.set('route', '/sso/{tenant}/todos');
    const place = readPlace(context);
    const query = readOnce(context);
    if (place === null) return showProblem(context, site, 'PROVIDER_UNKNOWN');
    if (query === null) return showProblem(context, site, 'REQUEST_UNREADABLE');
    const { tenant } = place;
    const token = cookies.session(context);
    const found = token === null ? null : await signIn.people.find(token);
    if (found?.isErr() === true) return showProblem(context, site, 'STORE');
    const session = found?.isOk() === true ? found.value : null;
    if (session === null || session.tenant !== tenant) return goTo(context, `/sso/${tenant}/login`);
    const state: FeedState = query['state'] === 'done' ? 'done' : 'open';
    const [list, counts, origins] = await Promise.all([
      feed.listFor(tenant, session.personId, { state, scope: everyTodo }, query['cursor'] ?? null, pageSize),
      feed.countFor(tenant, session.personId, everyTodo),
      signIn.listReturnOrigins(tenant),
    ]);
    if (list.isErr()) return showProblem(context, site, list.error.code === 'INVALID' ? 'REQUEST_UNREADABLE' : 'STORE');
    if (counts.isErr() || origins.isErr()) return showProblem(context, site, 'STORE');
    const allowed = new Set(origins.value.filter(({ enabled }) => enabled).map(({ origin }) => origin));
    const { items, nextCursor } = list.value;
    return showPage(
      context,
      todosPage(viewOf(context, site), {
        session,
        state,
        counts: counts.value,
        items: items.map((todo) => ({ todo, href: hrefOf(todo, session, allowed) })),
        next: nextCursor === null ? null : `?${new URLSearchParams({ state, cursor: nextCursor }).toString()}`,
      }),
    );
  });
};
