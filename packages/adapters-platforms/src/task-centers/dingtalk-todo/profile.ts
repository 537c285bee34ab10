import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, refuseLongAddress, requiredText, secretSetting, urgencyMap } from '../setting.ts';

const sourceId = 'joinId(task.id, handler.person.id, 255)';

const tasks = '/v1.0/todo/users/${urlEncode(settings.operatorUnionId)}/tasks';
const byOperator = { operatorId: '${settings.operatorUnionId}' };
const bySourceId = (id: string) => ({ method: 'GET', path: `${tasks}/sources/${id}` });

const described =
  'tables.urgencyText[task.urgency] + instance.processName + " · " + task.nodeName + (instance.initiator == null ? "" : " · " + instance.initiator.name)';

const shown = {
  subject: '${truncate(task.subject, 1024)}',
  description: `\${truncate(${described}, 4096)}`,
  dueTime: '${task.dueAt}',
};

const says = (text: string) => `body.message.lowerAscii().contains("${text}")`;
const notThere = { when: `status == 404 || ${says('task not exist')}`, outcome: 'missing' as const };

const found = [{ when: 'status == 200 && body.id != null', outcome: 'done' as const, remoteId: 'body.id' }, notThere];

const changed = [{ when: 'status == 200 && body.result == true', outcome: 'done' as const }, notThere];

const reason = '${body.code}: ${body.message}';

/** 钉钉待办 (todo 1.0); docs/reference/platforms/dingtalk-todo.md. */
export const dingtalkTodoProfile: ProfileInput = {
  name: { 'zh-CN': '钉钉待办', en: 'DingTalk to-do' },
  // An object a person: who has left, or acted, is then a matter of one object, and nobody's state is overwritten with a list.
  capabilities: {
    units: ['assignee'],
    identity: true,
    readBack: true,
    reopen: 'update',
    createsDone: false,
    people: 'mapped',
  },
  settings: [
    requiredText('appKey', { 'zh-CN': '应用 AppKey', en: 'AppKey of the app' }),
    secretSetting('appSecret', { 'zh-CN': '应用 AppSecret', en: 'AppSecret of the app' }),
    requiredText(
      'operatorUnionId',
      { 'zh-CN': '操作人 unionId', en: 'Union id of the operator' },
      {
        max: 128,
        help: {
          'zh-CN': '待办的创建者；所有待办都在其名下，之后不可更改',
          en: 'Creates the to-dos; all of them are kept under this person, so it must stay the same',
        },
      },
    ),
    urgencyMap(
      'priorityMap',
      { 'zh-CN': '优先级对照', en: 'Priorities' },
      { low: 10, normal: 20, urgent: 30, critical: 40 },
    ),
    {
      name: 'dingNotify',
      label: { 'zh-CN': '新待办发送 DING 提醒', en: 'Notify of new to-dos (DING)' },
      help: {
        'zh-CN': '只在首次创建时提醒；重试、巡检与补推从不提醒',
        en: 'At the first creation only; never for retries, sweeps and re-pushes',
      },
      type: 'boolean',
      default: false,
    },
    {
      name: 'expiredCodes',
      label: { 'zh-CN': '令牌失效错误码', en: 'Codes of an expired token' },
      help: { 'zh-CN': '除 HTTP 401 之外', en: 'Beside HTTP 401' },
      type: 'json',
      default: ['40014', 'InvalidAuthentication'],
    },
    {
      name: 'credentialCodes',
      label: { 'zh-CN': '凭据错误码', en: 'Codes of wrong credentials' },
      help: { 'zh-CN': '获取令牌时', en: 'When a token is asked for' },
      type: 'json',
      default: ['invalidClientIdOrSecret', '40089', 'Forbidden.AccessDenied'],
    },
  ],
  tables: { urgencyText: { low: '', normal: '', urgent: '【紧急】', critical: '【特急】' } },
  headers: { 'x-acs-dingtalk-access-token': '${token}' },
  token: {
    request: {
      path: '/v1.0/oauth2/accessToken',
      body: { json: { appKey: '${settings.appKey}', appSecret: '${secrets.appSecret}' } },
    },
    answers: [
      { when: 'status == 200 && body.accessToken != null', outcome: 'done' },
      { when: 'string(body.code) in settings.credentialCodes', outcome: 'credentials', reason },
      { when: 'body.code.endsWith("flowControlError")', outcome: 'throttled', reason },
      // Nobody's to-do is to blame for what is wrong here.
      { when: 'status >= 400 && status < 500 && status != 429', outcome: 'failed', reason },
    ],
    token: 'body.accessToken',
    expiresInSeconds: 'body.expireIn',
  },
  operations: {
    assignee: {
      create: {
        request: {
          path: tasks,
          query: byOperator,
          body: {
            json: {
              sourceId: `\${${sourceId}}`,
              creatorId: '${settings.operatorUnionId}',
              ...shown,
              executorIds: ['${handler.person.remoteId}'],
              detailUrl: { appUrl: '${orElse(task.links.mobile, task.links.pc)}', pcUrl: '${task.links.pc}' },
              isOnlyShowExecutor: true,
              priority: '${lookup(settings.priorityMap, task.urgency, 20)}',
              notifyConfigs: { $if: 'settings.dingNotify && call.first', $then: { dingNotify: '1' } },
            },
          },
        },
        refuse: [refuseLongAddress],
        answers: [
          { when: 'status == 200 && body.id != null', outcome: 'done', remoteId: 'body.id' },
          // Said by the same code as whatever else is wrong with a creation.
          { when: `body.code == "todo.taskCreate.paramError" && ${says('task exist')}`, outcome: 'existed' },
        ],
      },
      update: {
        needsRemoteId: true,
        request: {
          method: 'PUT',
          path: `${tasks}/\${urlEncode(call.remoteId)}`,
          query: byOperator,
          body: { json: { ...shown, done: '${state == "done"}' } },
        },
        refuse: [refuseLongAddress],
        answers: changed,
      },
      withdraw: {
        needsRemoteId: true,
        request: { method: 'DELETE', path: `${tasks}/\${urlEncode(call.remoteId)}`, query: byOperator },
        answers: changed,
      },
      verify: {
        request: bySourceId(`\${urlEncode(${sourceId})}`),
        answers: found,
        state: 'body.done == true ? "done" : "open"',
        differs: 'body.subject != truncate(task.subject, 1024)',
      },
    },
  },
  test: { request: bySourceId(nobodysKey), answers: found },
  answers: [
    {
      when: 'string(body.code) in settings.expiredCodes || string(body.errcode) in settings.expiredCodes',
      outcome: 'expired',
      reason,
    },
    { when: 'status == 403', outcome: 'credentials', reason },
    {
      when: `body.code.endsWith("flowControlError") && ${says('executorid')} && !${says('orgid')}`,
      outcome: 'throttled',
      scope: 'key',
      reason,
    },
    { when: 'body.code.endsWith("flowControlError")', outcome: 'throttled', reason },
    { when: 'body.code.endsWith("lockError") || body.code.endsWith("systemError")', outcome: 'failed', reason },
    {
      when: says('not belong to biztag'),
      outcome: 'refused',
      reason: `${reason} (it was created by another app: check AppKey)`,
    },
    { when: 'body.code.endsWith("paramError")', outcome: 'refused', reason },
  ],
};
