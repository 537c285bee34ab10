import type { Decision, ShownPlatform, TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes } from '../console-routes.ts';
import { field } from '../form.ts';
import { todoPage } from '../pages/todo.ts';
import { todosPage } from '../pages/todos.ts';
import { decisionWords } from '../texts/states.ts';
import { readTodoQuery, todoFilter, todoListAddress } from '../todo-query.ts';

const pageSize = 50;
/** Two ids of 128, every character escaped. */
const longestId = 600;

const isDecision = (value: string): value is Decision => Object.hasOwn(decisionWords, value);

export const platformNames = (platforms: readonly ShownPlatform[]): ReadonlyMap<string, string> =>
  new Map(platforms.map(({ code, name }) => [code, name]));

/** The list of to-dos, one of them, and what people decide about it. */
export const addTodoRoutes = (
  routes: ConsoleRoutes,
  taskCenter: Pick<TaskCenter, 'listTodos' | 'showTodo' | 'decide' | 'listPlatforms'>,
): void => {
  routes.page(pages.todos, 'todos:read', async (visit) => {
    const { tenant } = visit.visitor;
    const { query, rejected } = readTodoQuery(visit.search);
    const cursor = visit.search.get('cursor')?.slice(0, 2_000) ?? null;
    const found = await ResultAsync.combine([
      taskCenter.listTodos(tenant, todoFilter(query), cursor === '' ? null : cursor, pageSize),
      taskCenter.listPlatforms(tenant),
    ]);
    // A cursor that is none of ours begins the list again.
    if (found.isErr())
      return found.error.code === 'INVALID' && cursor !== null
        ? visit.goTo(todoListAddress(pages.todos, query, null))
        : visit.fail(found.error);
    const [page, platforms] = found.value;
    return visit.show(
      visit.view.texts.todos.title,
      todosPage(visit.view, { page, query, rejected, cursor, platforms: platformNames(platforms) }),
    );
  });

  routes.page('/todos/:id', 'todos:read', async (visit) => {
    const { tenant } = visit.visitor;
    const id = visit.context.req.param('id') ?? '';
    if (id.length > longestId) return visit.fail({ code: 'PAGE_UNKNOWN' });
    const found = await ResultAsync.combine([taskCenter.showTodo(tenant, id), taskCenter.listPlatforms(tenant)]);
    if (found.isErr()) return visit.fail(found.error);
    const [shown, platforms] = found.value;
    const only = visit.search.get('platform');
    return visit.show(
      shown.todo.title,
      todoPage(visit.view, { shown, platforms: platformNames(platforms), only: only === '' ? null : only }),
    );
  });

  routes.form('/todos/:id/decisions', 'todos:write', async (visit, form) => {
    const id = visit.context.req.param('id') ?? '';
    const decision = field(form, 'decision');
    if (!isDecision(decision))
      return visit.fail({ code: 'INVALID', pointer: '/decision', message: visit.view.texts.tryIt.badChoice });
    const platform = field(form, 'platform').slice(0, 63);
    const { tenant, name } = visit.visitor;
    const decided = await taskCenter.decide(tenant, id, platform === '' ? null : platform, decision, name);
    if (decided.isErr()) return visit.fail(decided.error);
    const next = field(form, 'next');
    return visit.goTo(next === '' ? pages.todo(id) : next, decision);
  });
};
