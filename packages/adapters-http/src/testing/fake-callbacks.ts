import type { Callback, Callbacks } from '@portico/core/task-center';
import { errAsync, okAsync } from 'neverthrow';

const at = Date.UTC(2026, 10, 21);

export const sampleCallback: Callback = {
  id: 'callback-1',
  tenant: 'default',
  platform: 'feishu',
  kind: 'feishu-approval',
  taskId: 'T-1',
  assigneeId: 'T001',
  actorId: null,
  instanceId: 'S-1',
  action: 'approve',
  comment: '同意',
  remote: { userId: 'b85s39b', taskId: 'task-T-1.T001', instanceId: 'S-1' },
  at,
  receivedAt: at,
  said: { action_type: 'APPROVE' },
};

/** Callbacks of literals. */
export const createFakeCallbacks = (): Callbacks => ({
  receive: () => errAsync({ code: 'NOT_FOUND', message: 'there is none' }),
  list: () => okAsync({ items: [sampleCallback], nextCursor: null }),
  show: (_tenant, id) =>
    id === sampleCallback.id ? okAsync(sampleCallback) : errAsync({ code: 'NOT_FOUND', message: 'there is none' }),
});
