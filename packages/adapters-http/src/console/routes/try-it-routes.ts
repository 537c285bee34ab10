import type { Clock, Ids } from '@portico/core';
import { todoId, type TaskCenter, type TodoFilter } from '@portico/core/task-center';
import type { EngineEvent, RecordReport, Workflow } from '@portico/core/workflow';
import { apiPaths, pages, withQuery } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { curl } from '../curl.ts';
import { field } from '../form.ts';
import { sentPage, tryItPage } from '../pages/try-it.ts';
import { todoBadge } from '../parts/badge.ts';
import type { FormErrors } from '../platform-form.ts';
import { eventBody, followUpEvent, isFollowUp, receiveEvent } from '../sample-event.ts';
import { readSampleForm, sampleValues } from '../sample-form.ts';
import { readTodoQuery, todoFilter } from '../todo-query.ts';

interface TryItRoutes {
  readonly taskCenter: Pick<TaskCenter, 'listTodos'>;
  readonly workflow: Pick<Workflow, 'recordEngineEvents' | 'showTask'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

const ofTask = (taskId: string): TodoFilter => todoFilter(readTodoQuery(new URLSearchParams({ task: taskId })).query);

/** Plays the engine: a task is received, and what becomes of it. */
export const addTryItRoutes = (routes: ConsoleRoutes, { taskCenter, workflow, clock, ids }: TryItRoutes): void => {
  const newEventId = (): string => `evt-${ids.next().replaceAll('-', '').slice(-12)}`;

  const commandFor = (visit: SignedInVisit, event: EngineEvent): string =>
    curl(visit.view, { method: 'POST', path: apiPaths.events, body: eventBody(event) });

  const showForm = (visit: SignedInVisit, values: URLSearchParams, errors: FormErrors): Promise<Response> => {
    const command = readSampleForm(values, clock.now(), visit.view.texts).match(
      ({ eventId, instance, task }) => commandFor(visit, receiveEvent({ eventId, at: clock.now() }, instance, task)),
      () => null,
    );
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return visit.show(visit.view.texts.tryIt.title, tryItPage(visit.view, { values, errors, command }), status);
  };

  const showTask = async (
    visit: SignedInVisit,
    taskId: string,
    ignored: RecordReport['ignored'],
  ): Promise<Response> => {
    const { tenant } = visit.visitor;
    const found = await taskCenter.listTodos(tenant, ofTask(taskId), null, 20);
    if (found.isErr()) return visit.fail(found.error);
    const task = await workflow.showTask(tenant, taskId);
    if (task.isErr() && task.error.code !== 'NOT_FOUND') return visit.fail(task.error);
    const todos = found.value.items.map(({ todo }) => ({
      id: todoId(todo.taskId, todo.assignee.id),
      who: `${todo.assignee.name} ${todo.assignee.id}`,
      title: todo.title,
      badge: todoBadge(visit.view, todo.state),
    }));
    const command = task.isOk()
      ? commandFor(visit, followUpEvent({ eventId: newEventId(), at: clock.now() }, 'complete', task.value))
      : null;
    return visit.show(
      visit.view.texts.tryIt.title,
      sentPage(visit.view, { taskId, ignored, todos, command }),
      ignored.length > 0 ? 422 : 200,
    );
  };

  const record = async (visit: SignedInVisit, event: EngineEvent, taskId: string): Promise<Response> => {
    const recorded = await workflow.recordEngineEvents(visit.visitor.tenant, [event]);
    if (recorded.isErr()) return visit.fail(recorded.error);
    const { accepted, ignored } = recorded.value;
    if (ignored.length > 0) return showTask(visit, taskId, ignored);
    return visit.goTo(withQuery(pages.tryIt, { task: taskId }), accepted > 0 ? 'event-sent' : 'event-duplicate');
  };

  routes.page(pages.tryIt, 'events:write', (visit) => {
    const taskId = visit.search.get('task')?.trim().slice(0, 128) ?? '';
    return taskId === '' ? showForm(visit, sampleValues(ids.next()), {}) : showTask(visit, taskId, []);
  });

  routes.form(pages.tryIt, 'events:write', (visit, form) => {
    const at = clock.now();
    const facts = readSampleForm(form, at, visit.view.texts);
    if (facts.isErr()) return showForm(visit, form, facts.error);
    const { eventId, instance, task } = facts.value;
    return record(visit, receiveEvent({ eventId, at }, instance, task), task.id);
  });

  routes.form(pages.followUp, 'events:write', async (visit, form) => {
    const action = field(form, 'action');
    const taskId = field(form, 'taskId').slice(0, 128);
    if (!isFollowUp(action))
      return visit.fail({ code: 'INVALID', pointer: '/action', message: visit.view.texts.tryIt.badChoice });
    const task = await workflow.showTask(visit.visitor.tenant, taskId);
    if (task.isErr()) return visit.fail(task.error);
    return record(visit, followUpEvent({ eventId: newEventId(), at: clock.now() }, action, task.value), taskId);
  });
};
