import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, refuseLongAddress, requiredText, secretSetting, systemUser } from '../setting.ts';

const calling = (path: string, json: unknown) => ({ path: `/unified-todo/v1/${path}`, body: { json } });

const changing = {
  title: '${truncate(task.subject, 500)}',
  content: '${truncate(instance.subject, 2000)}',
  category: '${truncate(task.taskType, 64)}',
  urgency: '${tables.urgency[task.urgency]}',
  processName: '${truncate(instance.processName, 200)}',
  nodeName: '${truncate(task.nodeName, 200)}',
  pcUrl: '${task.links.pc}',
  mobileUrl: '${task.links.mobile}',
  handlers: {
    $each: 'task.handlers',
    as: 'each',
    item: {
      userId: '${each.person.id}',
      userName: '${truncate(each.person.name, 100)}',
      deptName: '${truncate(each.person.department, 200)}',
      status: '${each.state == "done" ? "DONE" : "TODO"}',
      finishTime: '${each.state == "done" ? localTime(each.since) : null}',
    },
  },
};

const refuse = [
  refuseLongAddress,
  { when: 'size(task.handlers) > 200', pointer: '/task/assignees', message: 'the platform takes at most 200 handlers' },
];

const ofKnown = [
  { when: 'body.code == "0"', outcome: 'done' as const },
  { when: 'body.code == "TASK_NOT_FOUND"', outcome: 'missing' as const },
];

/** 统一待办, by a reference contract; docs/reference/platforms/tongyidaiban.md. */
export const tongyidaibanProfile: ProfileInput = {
  name: { 'zh-CN': '统一待办（参考契约）', en: 'Unified to-do (reference contract)' },
  capabilities: { units: ['task'], identity: true, readBack: true, reopen: 'update', createsDone: true },
  settings: [
    requiredText('clientId', { 'zh-CN': '客户端编号（clientId）', en: 'Client id' }),
    secretSetting('clientSecret', { 'zh-CN': '客户端密钥（clientSecret）', en: 'Client secret' }),
    systemUser,
  ],
  tables: { urgency: { low: '0', normal: '1', urgent: '2', critical: '3' } },
  headers: { 'X-Todo-Token': '${token}' },
  token: {
    request: calling('token', { clientId: '${settings.clientId}', clientSecret: '${secrets.clientSecret}' }),
    answers: [
      { when: 'body.code == "0"', outcome: 'done' },
      { when: 'body.code == "AUTH_FAILED"', outcome: 'credentials', reason: '${body.msg}' },
      {
        when: 'body.code == "RATE_LIMIT"',
        outcome: 'throttled',
        reason: '${body.msg}',
        retryAfterSeconds: 'body.data.retryAfter',
      },
    ],
    token: 'body.data.access_token',
    expiresInSeconds: 'body.data.expires_in',
  },
  operations: {
    task: {
      create: {
        request: calling('tasks/create', {
          sourceId: '${task.id}',
          instanceId: '${instance.id}',
          sceneCode: '${truncate(task.sceneCode, 64)}',
          sender: {
            userId: '${orElse(instance.initiator.id, settings.systemUser)}',
            userName: '${truncate(instance.initiator.name, 100)}',
            deptName: '${truncate(instance.initiator.department, 200)}',
          },
          createTime: '${localTime(task.createdAt)}',
          ...changing,
        }),
        refuse,
        answers: [
          { when: 'body.code == "0"', outcome: 'done', remoteId: 'body.data.taskId' },
          { when: 'body.code == "DUPLICATE"', outcome: 'existed', remoteId: 'body.data.taskId' },
        ],
      },
      // All handlers with their statuses at once: completing for some, for all, and opening again are the same call.
      update: {
        needsRemoteId: true,
        request: calling('tasks/update', { taskId: '${call.remoteId}', ...changing }),
        refuse,
        answers: ofKnown,
      },
      withdraw: {
        needsRemoteId: true,
        request: calling('tasks/delete', { taskId: '${call.remoteId}' }),
        answers: ofKnown,
      },
      verify: {
        request: calling('tasks/query', { sourceId: '${task.id}' }),
        answers: [
          { when: 'body.code == "0"', outcome: 'done', remoteId: 'body.data.taskId' },
          { when: 'body.code == "TASK_NOT_FOUND"', outcome: 'missing' },
        ],
        state: 'body.data.handlers.all(each, each.status == "DONE") ? "done" : "open"',
        differs:
          'body.data.title != truncate(task.subject, 500) || body.data.handlers.map(each, each.userId + " " + each.status).join("\\n") != task.handlers.map(each, each.person.id + " " + (each.state == "done" ? "DONE" : "TODO")).join("\\n")',
      },
    },
  },
  test: { request: calling('tasks/query', { sourceId: nobodysKey }), answers: ofKnown },
  answers: [
    { when: 'body.code == "TOKEN_EXPIRED"', outcome: 'expired', reason: '${body.msg}' },
    { when: 'body.code == "AUTH_FAILED"', outcome: 'credentials', reason: '${body.msg}' },
    {
      when: 'body.code == "RATE_LIMIT"',
      outcome: 'throttled',
      reason: '${body.msg}',
      retryAfterSeconds: 'body.data.retryAfter',
    },
    { when: 'body.code in ["PARAM_ERROR", "FORBIDDEN"]', outcome: 'refused', reason: '${body.code}: ${body.msg}' },
    { when: 'status < 300 && body.code != null', outcome: 'failed', reason: '${body.code}: ${body.msg}' },
  ],
};
