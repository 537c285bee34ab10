import type { TaskCenter } from '@portico/core/task-center';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import {
  cursor,
  instanceStatus,
  instantText,
  limit,
  pageOf,
  plainText,
  platformCode,
  syncState,
  todoState,
  urgency,
} from '../schemas/fields.ts';
import { showTodo, shownTodo, shownTodoWithTimeline, showTodoWithTimeline } from '../schemas/todo.ts';
import { readSpan } from './read-instants.ts';

const params = z.object({ id: plainText(300) });
const id = plainText(128).optional();

const filters = z.strictObject({
  state: todoState.optional(),
  assignee: id,
  task: id,
  instance: id,
  process: id,
  instanceStatus: instanceStatus.optional().meta({ description: 'How the process instance stands.' }),
  category: plainText(255).optional(),
  urgency: urgency.optional(),
  q: plainText(255).optional().meta({ description: 'A part of the title.' }),
  from: instantText.optional().meta({ description: 'Created at or after.' }),
  to: instantText.optional().meta({ description: 'Created before.' }),
  sync: syncState.optional().meta({ description: 'How it stands on `platform`, or on any.' }),
  platform: platformCode.optional(),
  limit,
  cursor,
});

const decision = z
  .strictObject({
    decision: z.enum(['push-now', 'withdraw', 'agree', 'ignore', 'restore']),
    platform: platformCode
      .nullable()
      .default(null)
      .meta({ description: 'Null: every platform that has or should have it.' }),
  })
  .meta({ ref: 'Decision' });

/** To-dos: the list, one with its timeline, and what people decide about them. */
export const addTodoRoutes = ({ route }: Routes, taskCenter: TaskCenter): void => {
  route({
    method: 'get',
    path: '/task-center/todos',
    id: 'listTodos',
    tag: 'todos',
    summary: 'To-dos, newest change first',
    scope: 'todos:read',
    query: filters,
    status: 200,
    data: pageOf(shownTodo),
    handle: (request) =>
      readSpan(request).asyncAndThen(({ from, to }) => {
        const { query, principal } = request;
        const filter = {
          state: query.state ?? null,
          assigneeId: query.assignee ?? null,
          taskId: query.task ?? null,
          instanceId: query.instance ?? null,
          processId: query.process ?? null,
          instanceStatus: query.instanceStatus ?? null,
          category: query.category ?? null,
          urgency: query.urgency ?? null,
          text: query.q ?? null,
          createdFrom: from,
          createdTo: to,
          sync: query.sync ?? null,
          platform: query.platform ?? null,
        };
        return taskCenter
          .listTodos(principal.tenant, filter, query.cursor ?? null, query.limit)
          .map(({ items, nextCursor }) => ({ items: items.map(showTodo), nextCursor }))
          .mapErr(toFailure);
      }),
  });

  route({
    method: 'get',
    path: '/task-center/todos/:id',
    id: 'showTodo',
    tag: 'todos',
    summary: 'A to-do with its platforms and its timeline',
    scope: 'todos:read',
    params,
    status: 200,
    data: shownTodoWithTimeline,
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id: todo } }) =>
      taskCenter.showTodo(principal.tenant, todo).map(showTodoWithTimeline),
  });

  route({
    method: 'post',
    path: '/task-center/todos/:id/decisions',
    id: 'decideTodo',
    tag: 'todos',
    summary: 'Decide by hand what becomes of a to-do on its platforms',
    description:
      '`push-now` attempts at once, `withdraw` takes it away until restored, `agree` believes that the platform shows it, ' +
      '`ignore` leaves it as it is there, `restore` takes `withdraw` and `ignore` back. A decision is about the object on the platform: where one ' +
      'object stands for a whole task or instance, other assignees see its effect too.',
    scope: 'todos:write',
    params,
    body: jsonBody(decision),
    status: 200,
    data: z.object({ decided: z.int().meta({ description: 'How many platforms it concerned.' }) }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id: todo }, body }) =>
      taskCenter
        .decide(principal.tenant, todo, body.platform, body.decision, principal.name)
        .map((decided) => ({ decided })),
  });
};
