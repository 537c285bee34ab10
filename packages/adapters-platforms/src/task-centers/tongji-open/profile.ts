import type { ProfileInput } from '../../profile/profile-document.ts';
import {
  jsonSetting,
  nobodysKey,
  refuseLongAddress,
  requiredText,
  secretSetting,
  systemUser,
  textSetting,
} from '../setting.ts';

const key = 'joinId(task.id, handler.person.id, 255)';
const taskNumber = `hashInt(${key}, settings.idBits)`;
const instanceNumber = 'hashInt(instance.id, settings.idBits)';

/** Whether the code of an answer is among those of a setting: codes parted by commas. */
const isOneOf = (setting: string): string =>
  `("," + orElse(settings.${setting}, "") + ",").contains("," + string(body.code) + ",")`;

const values = {
  appId: '${settings.appId}',
  instId: `\${${instanceNumber}}`,
  instStatus: '${tables.instanceStatus[instance.status]}',
  instName: '${truncate(instance.subject, 500)}',
  instCreator: '${orElse(instance.initiator.id, settings.systemUser)}',
  instCreatorName: '${truncate(instance.initiator.name, 100)}',
  instCreated: '${localTime(orElse(instance.startedAt, task.createdAt))}',
  instFinished: '${localTime(instance.endedAt)}',
  taskId: `\${${taskNumber}}`,
  taskStatus: '${state == "done" ? 3 : 1}',
  taskName: '${truncate(task.subject, 500)}',
  taskCreated: '${localTime(task.createdAt)}',
  taskFinished: '${state == "done" ? localTime(handler.since) : null}',
  nodeName: '${truncate(task.nodeName, 200)}',
  userId: '${handler.person.id}',
  userName: '${truncate(handler.person.name, 100)}',
  taskKey: `\${${key}}`,
  instanceKey: '${truncate(instance.id, 512)}',
  url: '${task.links.pc}',
  mobileUrl: '${task.links.mobile}',
  // Messages reach real people: none on a retry, a sweep or a re-push, and none about what has been waiting for long.
  sendMsg: '${settings.sendMsg && call.first && now - task.createdAt < settings.sendMsgHours * 3600000 ? 1 : 0}',
};

const push = {
  request: { path: '${settings.pushPath}', body: { json: { $fill: 'settings.pushBody', with: values } } },
  refuse: [refuseLongAddress],
};

const list = 'body.data.list';

/** 同济 open platform, task center; docs/reference/platforms/tongji-open.md. */
export const tongjiOpenProfile: ProfileInput = {
  name: {
    'zh-CN': '同济开放平台任务中心（推送报文为参考契约）',
    en: 'Tongji open platform task center, pushing (reference contract)',
  },
  capabilities: { units: ['assignee'], identity: true, readBack: true, reopen: 'update', createsDone: true },
  settings: [
    requiredText('clientId', { 'zh-CN': '客户端编号（client_id）', en: 'Client id' }, { max: 128 }),
    secretSetting('clientSecret', { 'zh-CN': '客户端密钥（client_secret）', en: 'Client secret' }),
    requiredText('appId', { 'zh-CN': '来源与事项编号（来源id_事项id）', en: 'Source and matter (appId)' }),
    {
      name: 'idBits',
      label: { 'zh-CN': '整数主键位数', en: 'Bits of a number' },
      type: 'integer',
      default: 53,
      min: 31,
      max: 53,
      help: {
        'zh-CN': '任务与实例的整数编号由主键散列得到；平台只接受 32 位整数时设为 31（约 3 万条任务即有 20% 概率重号）',
        en: 'Numbers of tasks and instances are hashes of their keys; 31 for a platform that takes 32-bit integers only (two of 30,000 share one with a chance of 20 %)',
      },
    },
    {
      name: 'sendMsg',
      label: { 'zh-CN': '发送审批提醒', en: 'Send messages' },
      type: 'boolean',
      default: false,
      help: {
        'zh-CN': '会向真实人员发送通知，请先以白名单测试；重试、兜底与重推从不发送',
        en: 'Reaches real people: test with a few first. Never sent on a retry, a sweep or a re-push',
      },
    },
    {
      name: 'sendMsgHours',
      label: { 'zh-CN': '提醒时限（小时）', en: 'Hours in which messages are sent' },
      type: 'integer',
      default: 24,
      min: 1,
      max: 720,
    },
    { name: 'pushLog', label: { 'zh-CN': '推送审批日志', en: 'Push approval logs' }, type: 'boolean', default: false },
    jsonSetting(
      'pushBody',
      { 'zh-CN': '推送报文', en: 'Body that pushes' },
      {
        appId: '{appId}',
        instId: '{instId}',
        instStatus: '{instStatus}',
        instCreatorNumber: '{instCreator}',
        instCreated: '{instCreated}',
        instFinished: '{instFinished}',
        taskId: '{taskId}',
        taskStatus: '{taskStatus}',
        taskCreated: '{taskCreated}',
        taskFinished: '{taskFinished}',
        nodeName: '{nodeName}',
        userId: '{userId}',
        thirdpartyId: '{taskKey}',
        thirdpartyInstId: '{instanceKey}',
        thirdpartyName: '{taskName}',
        formUrl: '{url}',
        formUrlView: '{url}',
        formMobileUrl: '{mobileUrl}',
        formMobileUrlView: '{mobileUrl}',
        sendMsg: '{sendMsg}',
      },
      {
        'zh-CN': 'push_task 的报文未完整公布，默认取自查询接口的字段名，请现场确认；{名称} 代入字段值',
        en: 'The body of push_task is not published in full; the default takes the names that reading back has. Check it on site; {name} stands for a value',
      },
    ),
    textSetting(
      'deletePath',
      { 'zh-CN': '删除接口路径', en: 'Path that deletes' },
      {
        max: 500,
        help: {
          'zh-CN': '路径未公布；留空则不能撤回',
          en: 'Not published; nothing can be withdrawn while it is empty',
        },
      },
    ),
    jsonSetting(
      'deleteBody',
      { 'zh-CN': '删除报文', en: 'Body that deletes' },
      { taskId: '{taskId}' },
      { 'zh-CN': '报文未公布，请现场确认', en: 'Not published: check it on site' },
    ),
    textSetting(
      'missingCodes',
      { 'zh-CN': '任务不存在的代码', en: 'Codes of a missing task' },
      { max: 200, help: { 'zh-CN': '逗号分隔', en: 'Parted by commas' } },
    ),
    textSetting(
      'refusedCodes',
      { 'zh-CN': '永久失败的代码', en: 'Codes of a refusal' },
      { max: 200, help: { 'zh-CN': '逗号分隔；其余代码会重试', en: 'Parted by commas; all others are tried again' } },
    ),
    textSetting('tokenPath', { 'zh-CN': '令牌路径', en: 'Path of the token' }, { max: 500, default: '/v1/token' }),
    textSetting(
      'pushPath',
      { 'zh-CN': '推送接口路径', en: 'Path that pushes' },
      { max: 500, default: '/v1/infra/task_center/push_task' },
    ),
    textSetting(
      'logPath',
      { 'zh-CN': '日志接口路径', en: 'Path for logs' },
      { max: 500, default: '/v1/infra/task_center/push_task_log' },
    ),
    textSetting(
      'listPath',
      { 'zh-CN': '查询接口路径', en: 'Path that lists' },
      { max: 500, default: '/v1/infra/task_center/task_list' },
    ),
    systemUser,
  ],
  tables: { instanceStatus: { running: 1, completed: 2, cancelled: 3, rejected: 2, terminated: 5 } },
  headers: { Authorization: 'Bearer ${token}' },
  token: {
    request: {
      path: '${settings.tokenPath}',
      body: {
        form: {
          client_id: '${settings.clientId}',
          client_secret: '${secrets.clientSecret}',
          grant_type: 'client_credentials',
        },
      },
    },
    answers: [
      { when: 'status == 200 && size(body.access_token) > 0', outcome: 'done' },
      { when: 'status in [400, 401, 403]', outcome: 'credentials', reason: '${orElse(body.error, text)}' },
    ],
    token: 'body.access_token',
    expiresInSeconds: 'body.expires_in',
  },
  operations: {
    assignee: {
      create: push,
      complete: { ...push, afterwards: [{ when: 'settings.pushLog', run: 'log' }] },
      withdraw: {
        request: { path: '${settings.deletePath}', body: { json: { $fill: 'settings.deleteBody', with: values } } },
        refuse: [
          {
            when: 'settings.deletePath == null',
            pointer: '/settings/deletePath',
            message: 'is not set: nothing can be withdrawn',
          },
        ],
      },
      verify: {
        request: {
          method: 'GET',
          path: '${settings.listPath}',
          query: {
            status: '${variant}',
            userId: '${handler.person.id}',
            instId: `\${${instanceNumber}}`,
            p: '${page}',
            pageSize: '50',
          },
        },
        variants: '[1, 3]',
        more: `size(${list}) >= 50`,
        state: 'variant == 3 ? "done" : "open"',
        differs: `${list}.exists(each, each.taskId == ${taskNumber} && each.formUrl != null && each.formUrl != task.links.pc)`,
        answers: [
          {
            when: `${list}.exists(each, each.taskId == ${taskNumber} && each.thirdpartyId != null && each.thirdpartyId != ${key})`,
            outcome: 'refused',
            reason: `the number \${${taskNumber}} stands for another task there`,
          },
          { when: `body.code == "A00000" && ${list}.exists(each, each.taskId == ${taskNumber})`, outcome: 'done' },
          { when: `body.code == "A00000" && size(${list}) >= 0`, outcome: 'missing' },
        ],
      },
    },
  },
  prepare: {
    log: {
      request: {
        path: '${settings.logPath}',
        body: {
          json: {
            logs: [
              {
                userId: '${handler.person.id}',
                taskId: `\${${taskNumber}}`,
                instId: `\${${instanceNumber}}`,
                nodeName: '${truncate(task.nodeName, 200)}',
                operationDesc: '${truncate(orElse(task.result, "已处理"), 200)}',
                comment: '${task.result}',
                created: '${localTime(handler.since)}',
              },
            ],
          },
        },
      },
    },
  },
  test: {
    request: {
      method: 'GET',
      path: '${settings.listPath}',
      query: { status: '1', userId: nobodysKey, p: '1', pageSize: '1' },
    },
  },
  answers: [
    { when: 'body.code == "A00000"', outcome: 'done' },
    { when: isOneOf('missingCodes'), outcome: 'missing' },
    { when: isOneOf('refusedCodes'), outcome: 'refused', reason: '${body.code}: ${body.msg}' },
    { when: 'status < 300 && body.code != null', outcome: 'failed', reason: '${body.code}: ${body.msg}' },
  ],
};
