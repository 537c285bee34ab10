import type { TodoFilter } from '@portico/core/task-center';
import { syncWords, todoStateWords, urgencyWords } from './texts/states.ts';
import { withQuery } from './addresses.ts';

const longest = 255;

/** The filters of the list, by their names in the address; the same as the API's. */
export type TodoQuery = Readonly<Record<TodoField, string>>;

const fields = [
  'q',
  'state',
  'platform',
  'sync',
  'assignee',
  'process',
  'instance',
  'task',
  'category',
  'urgency',
] as const;
export type TodoField = (typeof fields)[number];

const choices: Partial<Readonly<Record<TodoField, object>>> = {
  state: todoStateWords,
  sync: syncWords,
  urgency: urgencyWords,
};

const fits = (name: TodoField, value: string): boolean => {
  const among = choices[name];
  if (among !== undefined) return Object.hasOwn(among, value);
  return value.length <= longest && value.isWellFormed() && !value.includes('\u0000');
};

/** What the address asks for; what makes no sense is left out and named. */
export const readTodoQuery = (
  search: URLSearchParams,
): { readonly query: TodoQuery; readonly rejected: readonly TodoField[] } => {
  const query: Record<string, string> = {};
  const rejected: TodoField[] = [];
  for (const name of fields) {
    const value = search.get(name)?.trim() ?? '';
    if (!fits(name, value) && value !== '') rejected.push(name);
    query[name] = fits(name, value) ? value : '';
  }
  return { query: query as TodoQuery, rejected };
};

export const isFiltered = (query: TodoQuery): boolean => fields.some((name) => query[name] !== '');

const orNull = (value: string): string | null => (value === '' ? null : value);

export const todoFilter = (query: TodoQuery): TodoFilter => ({
  state: orNull(query.state) as TodoFilter['state'],
  assigneeId: orNull(query.assignee),
  taskId: orNull(query.task),
  instanceId: orNull(query.instance),
  processId: orNull(query.process),
  instanceStatus: null,
  category: orNull(query.category),
  urgency: orNull(query.urgency) as TodoFilter['urgency'],
  text: orNull(query.q),
  createdFrom: null,
  createdTo: null,
  sync: orNull(query.sync) as TodoFilter['sync'],
  platform: orNull(query.platform),
});

export const todoListAddress = (path: string, query: TodoQuery, cursor: string | null): string =>
  withQuery(path, { ...query, cursor });
