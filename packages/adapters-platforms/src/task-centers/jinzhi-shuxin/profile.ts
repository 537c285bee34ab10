import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, refuseLongAddress, requiredText, secretSetting, systemUser, textSetting } from '../setting.ts';

const calling = (path: string, json: unknown) => ({ path: `/openapi/${path}`, body: { json } });

const initiator = {
  userId: '${orElse(instance.initiator.id, settings.systemUser)}',
  userName: '${truncate(instance.initiator.name, 100)}',
  deptName: '${truncate(instance.initiator.department, 200)}',
};

const sceneCode = '${truncate(orElse(tasks[0].sceneCode, orElse(instance.category, settings.sceneCode)), 64)}';
const instanceStatus = '${tables.instanceStatus[instance.status]}';
const taskKey = '${joinId(task.id, handler.person.id, 255)}';

const createInstance = {
  request: calling('taskcenter/instance/create', {
    instanceId: '${instance.id}',
    sceneCode,
    subject: '${truncate(instance.subject, 500)}',
    processId: '${instance.processId}',
    processName: '${truncate(instance.processName, 200)}',
    initiator,
    status: instanceStatus,
    startTime: '${localTime(orElse(instance.startedAt, tasks[0].createdAt))}',
  }),
  answers: [
    { when: 'body.code == 0', outcome: 'done' as const, remoteId: 'body.data.third_id' },
    { when: 'body.code == 40901', outcome: 'existed' as const, remoteId: 'body.data.third_id' },
  ],
};

const ofKnownInstance = [
  { when: 'body.code == 0', outcome: 'done' as const },
  { when: 'body.code == 40410', outcome: 'missing' as const },
];

const ofKnownTask = [
  { when: 'body.code == 0', outcome: 'done' as const },
  { when: 'body.code == 40411', outcome: 'missing' as const },
];

const changing = {
  subject: '${truncate(task.subject, 500)}',
  urgency: '${tables.urgency[task.urgency]}',
  taskType: '${truncate(orElse(task.taskType, settings.taskType), 64)}',
  status: '${state == "done" ? "DONE" : "TODO"}',
  handler: {
    userId: '${handler.person.id}',
    userName: '${truncate(handler.person.name, 100)}',
    deptName: '${truncate(handler.person.department, 200)}',
  },
  node: { nodeId: '${task.nodeId}', nodeName: '${truncate(task.nodeName, 200)}' },
  pcUrl: '${task.links.pc}',
  mobileUrl: '${task.links.mobile}',
  finishTime: '${state == "done" ? localTime(handler.since) : null}',
};

/** 数信 task center, generation 2, by a reference contract; docs/reference/platforms/jinzhi-shuxin.md. */
export const jinzhiShuxinProfile: ProfileInput = {
  name: { 'zh-CN': '数信任务中心（参考契约）', en: 'Shuxin task center (reference contract)' },
  capabilities: {
    units: ['instance', 'assignee'],
    identity: true,
    readBack: true,
    reopen: 'update',
    createsDone: true,
  },
  settings: [
    requiredText('appId', { 'zh-CN': '应用编号（appId）', en: 'Application id' }),
    secretSetting('appSecret', { 'zh-CN': '应用密钥（appSecret）', en: 'Application secret' }),
    textSetting('sceneCode', { 'zh-CN': '默认场景编码', en: 'Default scene code' }, { default: 'default' }),
    textSetting('taskType', { 'zh-CN': '默认任务类型', en: 'Default task type' }, { default: 'approval' }),
    systemUser,
  ],
  tables: {
    urgency: { low: 1, normal: 2, urgent: 3, critical: 4 },
    instanceStatus: {
      running: 'RUNNING',
      completed: 'FINISHED',
      rejected: 'FINISHED',
      terminated: 'TERMINATED',
      cancelled: 'TERMINATED',
    },
  },
  headers: { 'X-Access-Token': '${token}' },
  token: {
    request: calling('auth/token', { appId: '${settings.appId}', appSecret: '${secrets.appSecret}' }),
    answers: [
      { when: 'body.code == 0', outcome: 'done' },
      { when: 'body.code == 40102', outcome: 'credentials', reason: '${body.msg}' },
      {
        when: 'body.code == 42900',
        outcome: 'throttled',
        reason: '${body.msg}',
        retryAfterSeconds: 'body.data.retry_after',
      },
    ],
    token: 'body.data.access_token',
    expiresInSeconds: 'body.data.expires_in',
  },
  operations: {
    instance: {
      create: createInstance,
      update: {
        needsRemoteId: true,
        request: calling('taskcenter/instance/update', {
          third_id: '${call.remoteId}',
          subject: '${truncate(instance.subject, 500)}',
          status: instanceStatus,
          endTime: '${localTime(instance.endedAt)}',
        }),
        answers: ofKnownInstance,
      },
      withdraw: {
        needsRemoteId: true,
        request: calling('taskcenter/instance/delete', { third_id: '${call.remoteId}' }),
        answers: ofKnownInstance,
      },
      // There is no query for instances. A change that changes nothing tells whether one is there.
      verify: {
        needsRemoteId: true,
        request: calling('taskcenter/instance/update', { third_id: '${call.remoteId}' }),
        answers: ofKnownInstance,
      },
      // Creating one that exists answers its id and leaves it as it is.
      resolve: createInstance,
    },
    assignee: {
      create: {
        request: calling('taskcenter/task/create', {
          taskKey,
          instanceId: '${instance.id}',
          sceneCode,
          initiator,
          createTime: '${localTime(task.createdAt)}',
          ...changing,
        }),
        refuse: [refuseLongAddress],
        answers: [
          { when: 'body.code == 0', outcome: 'done', remoteId: 'body.data.third_id' },
          { when: 'body.code == 40901', outcome: 'existed', remoteId: 'body.data.third_id' },
          { when: 'body.code == 40410', outcome: 'prepare', prepare: 'instance', reason: '${body.msg}' },
        ],
      },
      update: {
        needsRemoteId: true,
        request: calling('taskcenter/task/update', { third_id: '${call.remoteId}', ...changing }),
        refuse: [refuseLongAddress],
        answers: ofKnownTask,
      },
      withdraw: {
        needsRemoteId: true,
        request: calling('taskcenter/task/delete', { third_id: '${call.remoteId}' }),
        answers: ofKnownTask,
      },
      verify: {
        request: calling('taskcenter/task/query', { taskKey }),
        answers: [
          { when: 'body.code == 0', outcome: 'done', remoteId: 'body.data.third_id' },
          { when: 'body.code == 40411', outcome: 'missing' },
        ],
        state: 'body.data.status == "DONE" ? "done" : "open"',
        differs: 'body.data.subject != truncate(task.subject, 500) || body.data.pcUrl != task.links.pc',
      },
    },
  },
  prepare: { instance: createInstance },
  test: {
    request: calling('taskcenter/task/query', { taskKey: nobodysKey }),
    answers: ofKnownTask,
  },
  answers: [
    { when: 'body.code == 40101', outcome: 'expired', reason: '${body.msg}' },
    { when: 'body.code == 40102', outcome: 'credentials', reason: '${body.msg}' },
    {
      when: 'body.code == 42900',
      outcome: 'throttled',
      reason: '${body.msg}',
      retryAfterSeconds: 'body.data.retry_after',
    },
    { when: 'body.code in [40001, 40301]', outcome: 'refused', reason: '${body.code}: ${body.msg}' },
    { when: 'status < 300 && body.code != null', outcome: 'failed', reason: '${body.code}: ${body.msg}' },
  ],
};
