import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, requiredText, secretSetting, systemUser } from '../setting.ts';

const calling = (path: string, json: unknown) => ({ path: `/ability/${path}`, body: { json } });

const senderId = '${orElse(instance.initiator.id, settings.systemUser)}';

const shown = {
  bizId: '${instance.id}',
  version: '${string(call.version)}',
  title: '${truncate(instance.subject, 500)}',
  processId: '${instance.processId}',
  processName: '${truncate(instance.processName, 200)}',
  category: '${truncate(instance.category, 64)}',
  status: '${tables.instanceStatus[instance.status]}',
  initiatorId: senderId,
  initiatorName: '${truncate(instance.initiator.name, 100)}',
  initiatorDept: '${truncate(instance.initiator.department, 200)}',
  startTime: '${localTime(orElse(instance.startedAt, tasks[0].createdAt))}',
  todos: {
    $each: 'todos',
    as: 'each',
    item: {
      todoId: '${joinId(each.task.id, each.handler.person.id, 255)}',
      assigneeId: '${each.handler.person.id}',
      assigneeName: '${truncate(each.handler.person.name, 100)}',
      assigneeDept: '${truncate(each.handler.person.department, 200)}',
      title: '${truncate(each.task.subject, 500)}',
      emergency: '${tables.urgency[each.task.urgency]}',
      status: '${each.handler.state == "done" ? "FINISHED" : "PENDING"}',
      sceneCode: '${truncate(each.task.sceneCode, 64)}',
      taskType: '${truncate(each.task.taskType, 64)}',
      nodeId: '${each.task.nodeId}',
      nodeName: '${truncate(each.task.nodeName, 200)}',
      senderId,
      senderName: '${truncate(instance.initiator.name, 100)}',
      pcUrl: '${each.task.links.pc}',
      mobileUrl: '${each.task.links.mobile}',
      createTime: '${localTime(each.task.createdAt)}',
      finishTime: '${each.handler.state == "done" ? localTime(each.handler.since) : null}',
    },
  },
};

const refuse = [
  { when: 'size(todos) > 500', pointer: '/tasks', message: 'the platform takes at most 500 to-dos of one instance' },
  {
    when: 'tasks.exists(each, size(each.links.pc) > 2000)',
    pointer: '/task/links/pc',
    message: 'is longer than the 2000 characters that the platform takes',
  },
];

/** 能力中心, by a reference contract; docs/reference/platforms/ability-center.md. */
export const abilityCenterProfile: ProfileInput = {
  name: { 'zh-CN': '能力中心（参考契约）', en: 'Ability center (reference contract)' },
  // Two creations with one key make two objects, so a lost one is looked up before anything is sent again.
  capabilities: {
    units: ['instance'],
    identity: false,
    readBack: true,
    reopen: 'update',
    createsDone: true,
    settlingMs: 3_000,
  },
  settings: [
    requiredText('appKey', { 'zh-CN': '应用标识（appKey）', en: 'Application key' }),
    secretSetting('appSecret', { 'zh-CN': '应用密钥（appSecret）', en: 'Application secret' }),
    systemUser,
  ],
  tables: {
    urgency: { low: '低', normal: '普通', urgent: '紧急', critical: '特急' },
    instanceStatus: {
      running: 'RUNNING',
      completed: 'FINISHED',
      rejected: 'FINISHED',
      terminated: 'TERMINATED',
      cancelled: 'TERMINATED',
    },
  },
  headers: { Authorization: 'Bearer ${token}' },
  token: {
    request: calling('auth/token', { appKey: '${settings.appKey}', appSecret: '${secrets.appSecret}' }),
    answers: [
      { when: 'body.code == 200', outcome: 'done' },
      { when: 'body.code == 4011', outcome: 'credentials', reason: '${body.msg}' },
    ],
    token: 'body.data.access_token',
    expiresInSeconds: 'body.data.expires_in',
  },
  operations: {
    instance: {
      create: {
        request: calling('taskcenter/instances/create', shown),
        refuse,
        answers: [{ when: 'body.code == 200', outcome: 'done', remoteId: 'body.data.id' }],
      },
      update: {
        needsRemoteId: true,
        request: calling('taskcenter/instances/save', { id: '${call.remoteId}', ...shown }),
        refuse,
        answers: [
          { when: 'body.code == 200', outcome: 'done', remoteId: 'body.data.id' },
          { when: 'body.code == 4041', outcome: 'missing' },
          // What is stored is newer than this.
          { when: 'body.code == 4091', outcome: 'done' },
        ],
      },
      withdraw: {
        needsRemoteId: true,
        request: calling('taskcenter/instances/delete', { id: '${call.remoteId}' }),
        answers: [
          { when: 'body.code == 200', outcome: 'done' },
          { when: 'body.code == 4041', outcome: 'missing' },
        ],
      },
      verify: {
        request: calling('taskcenter/instances/search', { bizId: '${instance.id}' }),
        answers: [
          { when: 'body.code == 200 && size(body.data.items) == 0', outcome: 'missing' },
          { when: 'body.code == 200', outcome: 'done', remoteId: 'body.data.items[0].id' },
        ],
        state:
          'body.data.items[0].status != "RUNNING" && body.data.items[0].todos.all(each, each.status == "FINISHED") ? "done" : "open"',
        differs:
          'body.data.items[0].todos.map(each, [each.todoId, each.status, each.title].join(" ")).join("\\n") != todos.map(each, [joinId(each.task.id, each.handler.person.id, 255), each.handler.state == "done" ? "FINISHED" : "PENDING", truncate(each.task.subject, 500)].join(" ")).join("\\n")',
        surplus: 'body.data.items.filter(each, each.id != body.data.items[0].id).map(each, each.id)',
      },
    },
  },
  test: {
    request: calling('taskcenter/instances/search', { bizId: nobodysKey }),
    answers: [{ when: 'body.code == 200', outcome: 'done' }],
  },
  answers: [
    { when: 'body.code == 4011', outcome: 'credentials', reason: '${body.msg}' },
    { when: 'body.code in [4001, 4031, 4131]', outcome: 'refused', reason: '${body.code}: ${body.msg}' },
    { when: 'status < 300 && body.code != null', outcome: 'failed', reason: '${body.code}: ${body.msg}' },
  ],
};
