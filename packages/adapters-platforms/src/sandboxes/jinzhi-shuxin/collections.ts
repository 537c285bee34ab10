/** By the caller's key, and the caller's key by the server's id. */
export const instances = 'instances';
export const instanceKeys = 'instance-keys';
export const tasks = 'tasks';
export const taskKeys = 'task-keys';
