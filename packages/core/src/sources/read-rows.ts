import type { Instant } from '../ports/instant.ts';
import { workflowLimits } from '../workflow/model.ts';
import { parseToldTask, type WorkflowSchemas } from '../workflow/schemas.ts';
import type { ToldTaskAt } from '../workflow/tell-tasks.ts';
import type { SourceRow } from './ports.ts';

/** A task that cannot be taken as it is. */
export interface BadTask {
  readonly taskId: string;
  /** With the column at fault. */
  readonly message: string;
}

/** What rows came to. */
export interface ReadRows {
  readonly tasks: readonly ToldTaskAt[];
  readonly bad: readonly BadTask[];
  /** The last change that can have happened already; what an engine stamps with the future must not be waited for. */
  readonly seen: { readonly changedAt: string; readonly taskId: string } | null;
  /** Of the last row: where reading goes on. */
  readonly last: { readonly changedAt: string | null; readonly taskId: string } | null;
}

/** `TASK_ID`, `taskId` and `task_id` are one name. */
const nameOf = (column: string): string => column.replaceAll('_', '').toLowerCase();

const normal = (row: SourceRow): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(row).map(([column, value]) => [nameOf(column), value]));

type Columns = ReadonlyMap<string, unknown>;

/** A value as JSON has it: engines keep numbers as ids and dates as dates. */
const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return null;
};

const text = (row: Columns, name: string): string | null => textOf(row.get(name.toLowerCase()));

/** Databases write `2026-11-21 08:00:00.123456+08`. */
const databaseTime = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:([+-]\d{2})(?::?(\d{2}))?)?$/u;

/** A time as ISO 8601 has it; what is none stays as it is, to be refused by name. */
const time = (row: Columns, name: string): string | null => {
  const value = text(row, name);
  const parts = value === null ? null : databaseTime.exec(value);
  if (parts === null) return value;
  const [, day, clock, hours, minutes] = parts;
  return `${day}T${clock}${hours === undefined ? '' : `${hours}:${minutes ?? '00'}`}`;
};

const isYes = (value: unknown): boolean => ['1', 'true', 't', 'y', 'yes'].includes((textOf(value) ?? '').toLowerCase());

const personOf = (row: Columns, prefix: string): Readonly<Record<string, unknown>> | null => {
  const id = text(row, `${prefix}Id`);
  if (id === null) return null;
  return { id, name: text(row, `${prefix}Name`) ?? id, department: text(row, `${prefix}Department`) };
};

/** Fields that are null are left out, so that the schema's defaults apply. */
const told = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const documentOf = (rows: readonly Columns[]): Readonly<Record<string, unknown>> => {
  const [row] = rows;
  if (row === undefined) throw new Error('A task has at least one row.');
  const people = new Map<unknown, Readonly<Record<string, unknown>>>();
  const done = new Set<unknown>();
  for (const one of rows) {
    const person = personOf(one, 'assignee');
    if (person === null) continue;
    people.set(person['id'], person);
    if (isYes(one.get('done'))) done.add(person['id']);
  }
  const subject = text(row, 'subject');
  return told({
    instance: told({
      id: text(row, 'instanceId'),
      processId: text(row, 'processId'),
      processName: text(row, 'processName'),
      processVersion: text(row, 'processVersion'),
      category: text(row, 'category'),
      subject: text(row, 'instanceSubject') ?? subject,
      status: text(row, 'instanceStatus'),
      initiator: personOf(row, 'initiator'),
      startedAt: time(row, 'startedAt'),
      endedAt: time(row, 'endedAt'),
    }),
    task: told({
      id: text(row, 'taskId'),
      nodeId: text(row, 'nodeId'),
      nodeName: text(row, 'nodeName'),
      subject,
      sceneCode: text(row, 'sceneCode'),
      taskType: text(row, 'taskType'),
      urgency: text(row, 'urgency'),
      completion: text(row, 'completion'),
      assignees: [...people.values()],
      links: told({ pc: text(row, 'pcUrl'), mobile: text(row, 'mobileUrl') }),
      createdAt: time(row, 'createdAt'),
      dueAt: time(row, 'dueAt'),
    }),
    status: text(row, 'status'),
    done: [...done],
    occurredAt: time(row, 'changedAt'),
    source: 'source',
  });
};

/** Rows of one task stand together; a page that was cut off may hold only some of the last one's. */
const groups = (rows: readonly SourceRow[]): readonly (readonly Columns[])[] => {
  const all: Columns[][] = [];
  let before: string | null = null;
  for (const row of rows) {
    const columns = normal(row);
    const taskId = text(columns, 'taskId');
    const current = all.at(-1);
    if (current === undefined || taskId === null || taskId !== before) all.push([columns]);
    else current.push(columns);
    before = taskId;
  }
  return all;
};

/** Of the document's fields, by the columns they are from. */
const columnOf = (pointer: string): string =>
  pointer.replace(/^\/(instance|task)\//u, '').replaceAll('/', '.') || 'row';

/**
 * Reads an engine's rows. `whole` says that nothing follows; otherwise the last task is left for the next page, which begins with it; one
 * that fills a page alone cannot be taken. A task without a `changedAt` is taken as of `at`.
 */
export const readRows = (
  rows: readonly SourceRow[],
  whole: boolean,
  at: Instant,
  schemas: WorkflowSchemas,
): ReadRows => {
  const all = groups(rows);
  const cut = !whole && all.length === 1;
  const kept = whole || cut ? all : all.slice(0, -1);
  const tasks: ToldTaskAt[] = [];
  const bad: BadTask[] = [];
  let seen: ReadRows['seen'] = null;
  for (const group of kept) {
    const taskId = (group[0] === undefined ? null : text(group[0], 'taskId')) ?? '?';
    if (cut) {
      bad.push({ taskId, message: 'has more rows than a question asks for: raise the batch' });
      continue;
    }
    const parsed = parseToldTask(documentOf(group), schemas);
    if (parsed.isOk()) {
      const { occurredAt, source: _source, ...task } = parsed.value;
      tasks.push({ ...task, at: occurredAt ?? at });
      const changedAt = group[0] === undefined ? null : text(group[0], 'changedAt');
      if (changedAt !== null && occurredAt !== null && occurredAt <= at + workflowLimits.futureMs)
        seen = { changedAt, taskId };
      continue;
    }
    const [issue] = parsed.error;
    bad.push({ taskId, message: issue === undefined ? 'unreadable' : `${columnOf(issue.pointer)} ${issue.message}` });
  }
  const last = kept.at(-1)?.at(-1);
  const taskId = last === undefined ? null : text(last, 'taskId');
  return {
    tasks,
    bad,
    seen,
    last: last === undefined || taskId === null ? null : { changedAt: text(last, 'changedAt'), taskId },
  };
};
