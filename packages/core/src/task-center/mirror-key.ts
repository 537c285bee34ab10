import type { MirrorRef } from './mirror.ts';

const escape = (part: string): string => part.replaceAll('~', '~0').replaceAll(':', '~1');
const unescape = (part: string): string => part.replaceAll('~1', ':').replaceAll('~0', '~');

/** Joins ids into one key that sorts and reads well: `:` between them, `~` and `:` inside them escaped as `~0` and `~1`. */
export const joinKey = (...parts: readonly string[]): string => parts.map(escape).join(':');

/** The inverse of `joinKey`. */
export const splitKey = (key: string): readonly string[] => key.split(':').map(unescape);

/** The work key of a remote object: `assignee:<instance>:<task>:<person>`, `task:<instance>:<task>` or `instance:<instance>`. */
export const mirrorKey = (ref: MirrorRef): string =>
  joinKey(
    ref.unit,
    ref.instanceId,
    ...(ref.taskId === null ? [] : [ref.taskId]),
    ...(ref.assigneeId === null ? [] : [ref.assigneeId]),
  );

/** What a key stands for; null when it is none of ours. */
export const parseMirrorKey = (key: string): MirrorRef | null => {
  const [unit, instanceId, taskId, assigneeId, ...rest] = splitKey(key);
  if (instanceId === undefined || rest.length > 0) return null;
  if (unit === 'instance' && taskId === undefined) return { unit, instanceId, taskId: null, assigneeId: null };
  if (unit === 'task' && taskId !== undefined && assigneeId === undefined)
    return { unit, instanceId, taskId, assigneeId: null };
  if (unit === 'assignee' && taskId !== undefined && assigneeId !== undefined)
    return { unit, instanceId, taskId, assigneeId };
  return null;
};

/** The id of a to-do in addresses: task and assignee. */
export const todoId = (taskId: string, assigneeId: string): string => joinKey(taskId, assigneeId);

/** The inverse of `todoId`; null when it is none. */
export const parseTodoId = (id: string): { readonly taskId: string; readonly assigneeId: string } | null => {
  const [taskId, assigneeId, ...rest] = splitKey(id);
  return taskId !== undefined && assigneeId !== undefined && rest.length === 0 ? { taskId, assigneeId } : null;
};
