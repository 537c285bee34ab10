import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createWorkflowSchemas, parseEngineEvent, parseSnapshot, parseToldTask } from './schemas.ts';

const schemas = createWorkflowSchemas('Asia/Shanghai');

const curl = () => ({
  eventId: 'evt-1',
  action: 'receive',
  occurredAt: '2026-11-21T08:00:00+08:00',
  instance: {
    id: 'S-1',
    processId: 'leave',
    processName: '请假审批',
    category: 'approval',
    subject: '张三的请假申请',
    status: 'running',
    initiator: { id: '20210001', name: '张三', department: '计算机学院' },
    startedAt: '2026-11-21T07:59:00+08:00',
  },
  task: {
    id: 'T-1',
    nodeId: 'n2',
    nodeName: '辅导员审批',
    subject: '张三的请假申请',
    sceneCode: 'leave',
    taskType: 'approval',
    urgency: 'normal',
    completion: 'any',
    assignees: [{ id: 'T001', name: '李老师', department: '计算机学院' }],
    links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
    createdAt: '2026-11-21T08:00:00+08:00',
  },
});

const told = () => ({ instance: curl().instance, task: curl().task });

const without = (object: object, key: string): object =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

const issuesOf = (input: unknown) => parseEngineEvent(input, schemas)._unsafeUnwrapErr();

describe('The form of an engine event', () => {
  test('MUST read the documented event', () => {
    const event = parseEngineEvent({ ...curl(), unheardOf: { deep: true } }, schemas)._unsafeUnwrap();
    expect(event).toMatchObject({
      source: 'engine',
      eventId: 'evt-1',
      occurredAt: Date.UTC(2026, 10, 21, 0),
      sequence: null,
      instance: {
        id: 'S-1',
        processVersion: null,
        status: 'running',
        startedAt: Date.UTC(2026, 10, 20, 23, 59),
        endedAt: null,
      },
      task: { id: 'T-1', assignees: [{ id: 'T001', name: '李老师' }], dueAt: null },
      actor: null,
      assertion: null,
    });
    expect(event).not.toHaveProperty('unheardOf');
  });

  test('MUST read a timestamp without offset in the tenant’s zone', () => {
    const event = parseEngineEvent({ ...curl(), occurredAt: '2026-11-21 08:00:00' }, schemas)._unsafeUnwrap();
    expect(event.occurredAt).toBe(Date.UTC(2026, 10, 21, 0));
  });

  test('MUST take an actor by id alone or in full', () => {
    const complete = { ...curl(), action: 'complete', result: '同意' };
    const actorOf = (actor: unknown) => parseEngineEvent({ ...complete, actor }, schemas)._unsafeUnwrap().actor;
    expect(actorOf('T001')).toEqual({ id: 'T001', name: 'T001', department: null });
    expect(actorOf({ id: 'T001', name: '李老师' })).toEqual({ id: 'T001', name: '李老师', department: null });
    expect(actorOf(undefined)).toBeNull();
  });

  test('MUST be content with the id of an instance that is over', () => {
    const ended = { eventId: 'evt-9', action: 'delete', occurredAt: '2026-11-21T08:00:00Z', instance: { id: 'S-1' } };
    expect(parseEngineEvent(ended, schemas)._unsafeUnwrap()).toMatchObject({
      action: 'delete',
      task: null,
      instance: { subject: null },
    });
  });

  test.each([
    ['an unknown action', { ...curl(), action: 'approve' }, '/action', /one of start, receive/],
    ['no action', without(curl(), 'action'), '/action', /one of start/],
    ['no event id', without(curl(), 'eventId'), '/eventId', /required/],
    ['an empty event id', { ...curl(), eventId: '' }, '/eventId', /at least 1 characters/],
    ['an over-long event id', { ...curl(), eventId: 'e'.repeat(129) }, '/eventId', /at most 128 characters/],
    ['a number for an id', { ...curl(), instance: { ...curl().instance, id: 7 } }, '/instance/id', /type string/],
    ['no instance', without(curl(), 'instance'), '/instance', /required/],
    ['no time', without(curl(), 'occurredAt'), '/occurredAt', /required/],
    ['a time that is none', { ...curl(), occurredAt: '2026-02-30T08:00:00Z' }, '/occurredAt', /ISO 8601/],
    ['a time before 1970', { ...curl(), occurredAt: '1969-12-31T08:00:00Z' }, '/occurredAt', /1970/],
    ['a line break in an id', { ...curl(), eventId: 'evt\n1' }, '/eventId', /control characters/],
    ['U+0000', { ...curl(), task: { ...curl().task, subject: 'a\u0000b' } }, '/task/subject', /U\+0000/],
    [
      'a lone surrogate',
      { ...curl(), task: { ...curl().task, nodeName: 'a\ud800b' } },
      '/task/nodeName',
      /lone surrogate/,
    ],
    [
      'an over-long subject',
      { ...curl(), task: { ...curl().task, subject: '长'.repeat(513) } },
      '/task/subject',
      /at most 512/,
    ],
    ['no task', without(curl(), 'task'), '/task', /required/],
    ['no assignees', { ...curl(), task: without(curl().task, 'assignees') }, '/task/assignees', /required/],
    [
      'an empty set of assignees',
      { ...curl(), task: { ...curl().task, assignees: [] } },
      '/task/assignees',
      /at least 1 entries/,
    ],
    [
      'an assignee without id',
      { ...curl(), task: { ...curl().task, assignees: [{ name: '李老师' }] } },
      '/task/assignees/0/id',
      /required/,
    ],
    [
      'an assignee twice',
      {
        ...curl(),
        task: {
          ...curl().task,
          assignees: [
            { id: 'a', name: 'a' },
            { id: 'a', name: 'b' },
          ],
        },
      },
      '/task/assignees/1/id',
      /twice/,
    ],
    [
      '501 assignees',
      {
        ...curl(),
        task: { ...curl().task, assignees: Array.from({ length: 501 }, (_, i) => ({ id: `p${i}`, name: 'x' })) },
      },
      '/task/assignees',
      /at most 500 entries/,
    ],
    [
      'another scheme',
      { ...curl(), task: { ...curl().task, links: { pc: 'javascript:alert(1)' } } },
      '/task/links/pc',
      /http/,
    ],
    [
      'an unknown urgency',
      { ...curl(), task: { ...curl().task, urgency: 'asap' } },
      '/task/urgency',
      /low, normal, urgent, critical/,
    ],
    ['a fraction as sequence', { ...curl(), sequence: 1.5 }, '/sequence', /./],
    ['an unsafe sequence', { ...curl(), sequence: 2 ** 53 }, '/sequence', /./],
    ['a task where there is none', { ...curl(), action: 'end' }, '/task', /absent/],
    ['no object', 'evt-1', '', /type object/],
    ['null', null, '', /object/],
  ])('MUST name the field of %s', (_, input, pointer, message) => {
    const issue = issuesOf(input).find((one) => one.pointer === pointer);
    expect(issue?.message).toMatch(message);
  });

  test('MUST name every field that is wrong, up to twenty', () => {
    const input = { ...curl(), eventId: '', occurredAt: 'soon', task: { ...curl().task, urgency: 1, links: {} } };
    expect(
      issuesOf(input)
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/eventId', '/occurredAt', '/task/links/pc', '/task/urgency']);
    const many = Array.from({ length: 500 }, () => ({}));
    expect(issuesOf({ ...curl(), task: { ...curl().task, assignees: many } })).toHaveLength(20);
  });

  test('MUST be describable for people', () => {
    const described = [schemas.engineEvent, schemas.toldTask, schemas.snapshot].map((schema) =>
      z.toJSONSchema(schema, { io: 'input' }),
    );
    expect(described.every((schema) => JSON.stringify(schema).includes('assignees'))).toBe(true);
  });
});

describe('The form of desired state', () => {
  test('MUST read a task as open unless it says otherwise', () => {
    expect(parseToldTask(told(), schemas)._unsafeUnwrap()).toMatchObject({
      status: 'initialized',
      done: [],
      occurredAt: null,
      source: 'api',
    });
  });

  test('MUST refuse somebody who is done without being assigned', () => {
    const issues = parseToldTask({ ...told(), done: ['T009'] }, schemas)._unsafeUnwrapErr();
    expect(issues).toEqual([{ pointer: '/done/0', message: 'must be one of the assignees' }]);
  });

  test('MUST read a snapshot and hold its tasks to the scope', () => {
    const body = { occurredAt: '2026-11-21T08:00:00+08:00', scope: { processId: 'leave' }, tasks: [told()] };
    expect(parseSnapshot(body, schemas)._unsafeUnwrap()).toMatchObject({
      missing: 'completed',
      scope: { assigneeId: null },
    });
    const pointersOf = (input: unknown) =>
      parseSnapshot(input, schemas)
        ._unsafeUnwrapErr()
        .map(({ pointer }) => pointer);
    expect(pointersOf({ ...body, scope: {} })).toEqual(['/scope']);
    expect(pointersOf({ ...body, scope: { processId: 'travel' } })).toEqual(['/tasks/0/instance/processId']);
    expect(pointersOf({ ...body, scope: { assigneeId: 'T002' } })).toEqual(['/tasks/0/task/assignees']);
    expect(pointersOf({ ...body, tasks: [told(), told()] })).toEqual(['/tasks/1/task/id']);
    expect(pointersOf({ ...body, tasks: Array.from({ length: 5001 }, () => 0) })).toEqual(['/tasks']);
  });
});
