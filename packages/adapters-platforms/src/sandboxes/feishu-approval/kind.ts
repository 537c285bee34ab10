import type { SandboxKind } from '../engine/sandbox-kind.ts';
import { failed } from './answers.ts';
import { checkInstances, instanceCollection, isThere, issueToken, syncInstance } from './operations.ts';
import { worded } from './schemas.ts';
import type { StoredInstance } from './schemas.ts';

/** Contract: docs/reference/platforms/feishu-approval.md */
export const feishuApproval: SandboxKind = {
  name: 'feishu-approval',
  bodyLimit: 1024 * 1024,
  tokenSeconds: 7_200,
  newCredentials: (secret) => ({
    appId: `cli_${secret().slice(0, 16)}`,
    appSecret: secret(),
    approvalCode: secret().toUpperCase(),
  }),
  operations: new Map([
    ['/open-apis/auth/v3/tenant_access_token/internal', issueToken],
    ['/open-apis/approval/v4/external_instances', syncInstance],
    ['/open-apis/approval/v4/external_instances/check', checkInstances],
  ]),
  problem: (status, text) => failed(status, 1_390_001, text),
  throttled: (seconds) =>
    failed(429, 99_991_400, 'request trigger frequency limit', { 'x-ogw-ratelimit-reset': String(seconds) }),
  busy: (random) =>
    random() < 0.5
      ? failed(400, 1_390_014, 'Do not synchronize the same approval instance for a short period of time!')
      : failed(400, 1_395_001, 'There have been some errors. Please try again later'),
  *todos(store) {
    for (const instance of store.collection<StoredInstance>(instanceCollection).values()) {
      if (!isThere(instance) || instance.status === 'HIDDEN') continue;
      for (const task of instance.task_list) {
        // Whoever did not act does not see what went on without them.
        if (task.status === 'DONE') continue;
        yield {
          id: task.task_id,
          assignee: task.open_id ?? task.user_id ?? '',
          title: worded(instance, task.title) ?? worded(instance, instance.title) ?? '',
          urgency: 'normal',
          state: task.status === 'PENDING' ? 'open' : 'done',
          links: { pc: task.links.pc_link ?? '', mobile: task.links.mobile_link || null },
        };
      }
    }
  },
};
