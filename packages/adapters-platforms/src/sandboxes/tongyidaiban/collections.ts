/** By the caller's key, and the caller's key by the server's id. */
export const tasks = 'tasks';
export const sourceIds = 'source-ids';
