import type { SandboxKind } from '../engine/sandbox-kind.ts';
import { failed, invalid } from './answers.ts';
import { cancelled, issueToken, pendings, receive, receiveMany, updateState } from './operations.ts';
import type { Pending } from './schemas.ts';

/** Contract: docs/reference/platforms/seeyon-cip.md */
export const seeyonCip: SandboxKind = {
  name: 'seeyon-cip',
  bodyLimit: 1024 * 1024,
  tokenSeconds: 900,
  newCredentials: (secret) => ({ userName: 'rest', password: secret(), registerCode: `30${secret().slice(0, 4)}` }),
  operations: new Map([
    ['/seeyon/rest/token', issueToken],
    ['/seeyon/rest/thirdpartyPending/receive', receive],
    ['/seeyon/rest/thirdpartyPending/receive/pendings', receiveMany],
    ['/seeyon/rest/thirdpartyPending/updatePendingState', updateState],
  ]),
  problem: (status, text) => invalid(text, status),
  throttled: (seconds) => failed('请求过于频繁', 429, { 'retry-after': String(seconds) }),
  busy: () => failed('系统繁忙，请稍后再试'),
  *todos(store) {
    for (const pending of store.collection<Pending>(pendings).values()) {
      if (pending.subState === cancelled) continue;
      yield {
        id: pending.taskId,
        assignee: pending.thirdReceiverId,
        title: pending.title,
        urgency: 'normal',
        state: pending.state === 0 ? 'open' : 'done',
        links: { pc: pending.url ?? '', mobile: pending.h5url || null },
      };
    }
  },
};
