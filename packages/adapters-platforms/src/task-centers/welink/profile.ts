import type { ProfileInput } from '../../profile/profile-document.ts';
import { refuseLongAddress, requiredText, secretSetting, systemUser, textSetting } from '../setting.ts';

const taskId = '${joinId(task.id, handler.person.id, 255)}';
/** Accounts are often the person's id with the company's behind it. */
const accountOf = (id: string): string => `${id} + orElse(settings.accountSuffix, "")`;
const account = accountOf('handler.person.id');
const applicant = accountOf('orElse(instance.initiator.id, settings.systemUser)');

const isOneOf = (setting: string): string =>
  `("," + orElse(settings.${setting}, "") + ",").contains("," + string(body.code) + ",")`;

const add = {
  request: {
    path: '${settings.addPath}',
    body: {
      json: {
        taskId,
        taskTitle: '${truncate(task.subject, int(settings.titleLength))}',
        userId: `\${${account}}`,
        userNameCn: '${truncate(handler.person.name, 100)}',
        userNameEn: '${handler.person.id}',
        detailsUrl: '${orElse(task.links.mobile, task.links.pc)}',
        detailsUrlPc: '${task.links.pc}',
        appName: '${settings.appName}',
        applicantUserId: `\${${applicant}}`,
        applicantUserNameCn: `\${truncate(orElse(instance.initiator.name, ${applicant}), 100)}`,
        applicantUserNameEn: `\${${applicant}}`,
        // One application goes to several people under the same id.
        applicantId: '${instance.id}',
        businessCode: '${settings.businessCode}',
        // Messages reach real people: none on a retry, a sweep or a re-push, and none about what has been waiting for long.
        isMsg: '${settings.sendMsg && call.first && now - task.createdAt < settings.sendMsgHours * 3600000 ? 1 : 0}',
        isShowApplicantUserName: '${settings.showApplicant}',
      },
    },
  },
  refuse: [refuseLongAddress],
};

/** A call of an earlier version: where its parameters stand depends on its method. */
const ending = (name: 'complete' | 'delete', parameters: Readonly<Record<string, string>>) => {
  const inBody = `settings.${name}Method == "POST"`;
  return {
    request: {
      method: `\${settings.${name}Method}`,
      path: `\${settings.${name}Path}`,
      query: Object.fromEntries(
        Object.entries(parameters).map(([field, value]) => [field, `\${${inBody} ? null : ${value}}`]),
      ),
      body: {
        json: {
          $if: inBody,
          $then: Object.fromEntries(Object.entries(parameters).map(([field, value]) => [field, `\${${value}}`])),
          $else: null,
        },
      },
    },
    refuse:
      name === 'delete'
        ? []
        : [
            {
              when: 'settings.completePath == null',
              pointer: '/settings/completePath',
              message:
                'is not set: the vendor publishes no such call for this version, so nothing can be completed until it was tried',
            },
          ],
  };
};

const key = taskId.slice(2, -1);

const method = (name: string, label: { readonly 'zh-CN': string; readonly en: string }, usual: string) => ({
  name,
  label,
  type: 'choice' as const,
  choices: ['PUT', 'POST', 'DELETE'],
  default: usual,
});

/** 华为 WeLink to-dos, version 3; docs/reference/platforms/welink.md. */
export const welinkProfile: ProfileInput = {
  name: { 'zh-CN': '华为 WeLink 待办', en: 'Huawei WeLink to-dos' },
  capabilities: { units: ['assignee'], identity: true, readBack: false, reopen: 'update', createsDone: false },
  settings: [
    requiredText('clientId', { 'zh-CN': '应用编号（client_id）', en: 'Client id' }, { max: 128 }),
    secretSetting('clientSecret', { 'zh-CN': '应用密钥（client_secret）', en: 'Client secret' }),
    requiredText('appName', { 'zh-CN': '应用名称（appName）', en: 'Application name' }, { max: 100 }),
    textSetting('businessCode', { 'zh-CN': '业务编码（businessCode）', en: 'Business code' }),
    textSetting(
      'accountSuffix',
      { 'zh-CN': '账号后缀', en: 'Suffix of accounts' },
      {
        help: {
          'zh-CN':
            'WeLink 账号形如 zhangsan@公司 时填写 @公司；账号与人员编号无规律对应时，请将本配置另存为自定义平台并启用人员映射',
          en: 'For accounts such as zhangsan@company: @company. Where accounts do not follow from ids, upload this profile as your own with "people": "mapped"',
        },
      },
    ),
    textSetting(
      'completePath',
      { 'zh-CN': '办结接口路径', en: 'Path that completes' },
      {
        max: 500,
        help: {
          'zh-CN':
            '单人办结接口只有 v1 公布：/api/todo/v1/updatetask（PUT）；也可用 /api/todo/v1/deltask（DELETE），请验证后填写',
          en: 'Ending one person’s to-do is published for version 1 only: /api/todo/v1/updatetask (PUT); /api/todo/v1/deltask (DELETE) is another way. Set it once it was tried',
        },
      },
    ),
    method('completeMethod', { 'zh-CN': '办结请求方法', en: 'Method that completes' }, 'PUT'),
    textSetting(
      'deletePath',
      { 'zh-CN': '撤回接口路径', en: 'Path that withdraws' },
      { max: 500, min: 1, default: '/api/todo/v1/deltask' },
    ),
    method('deleteMethod', { 'zh-CN': '撤回请求方法', en: 'Method that withdraws' }, 'DELETE'),
    {
      name: 'sendMsg',
      label: { 'zh-CN': '发送消息提醒（isMsg）', en: 'Send messages (isMsg)' },
      type: 'boolean',
      default: false,
      help: {
        'zh-CN': '会向真实人员发送通知；重试、兜底与重推从不发送',
        en: 'Reaches real people. Never sent on a retry, a sweep or a re-push',
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
    {
      name: 'showApplicant',
      label: { 'zh-CN': '显示申请人', en: 'Show the applicant' },
      type: 'boolean',
      default: true,
    },
    textSetting(
      'expiredCodes',
      { 'zh-CN': '令牌失效的代码', en: 'Codes of a dead token' },
      { max: 200, default: '55000,55014' },
    ),
    textSetting(
      'missingCodes',
      { 'zh-CN': '待办不存在的代码', en: 'Codes of a missing to-do' },
      { max: 200, help: { 'zh-CN': '逗号分隔', en: 'Parted by commas' } },
    ),
    textSetting(
      'refusedCodes',
      { 'zh-CN': '永久失败的代码', en: 'Codes of a refusal' },
      { max: 200, default: '55002,55005,55006' },
    ),
    {
      name: 'titleLength',
      label: { 'zh-CN': '标题最大长度', en: 'Longest title' },
      type: 'integer',
      default: 250,
      min: 20,
      max: 500,
    },
    textSetting(
      'tokenPath',
      { 'zh-CN': '令牌路径', en: 'Path of the token' },
      { max: 500, default: '/api/auth/v2/tickets' },
    ),
    textSetting(
      'addPath',
      { 'zh-CN': '新增接口路径', en: 'Path that adds' },
      { max: 500, default: '/api/todo/v3/addtask' },
    ),
    systemUser,
  ],
  headers: { 'x-wlk-Authorization': '${token}' },
  token: {
    request: {
      path: '${settings.tokenPath}',
      body: { json: { client_id: '${settings.clientId}', client_secret: '${secrets.clientSecret}' } },
    },
    answers: [
      { when: 'body.code == "0"', outcome: 'done' },
      {
        when: 'status < 500 && status != 429 && body.code in ["55004", "55012"]',
        outcome: 'failed',
        reason: '${body.code}: ${body.message}',
      },
      {
        when: 'status < 500 && status != 429 && body.code != null',
        outcome: 'credentials',
        reason: '${body.code}: ${body.message}',
      },
    ],
    token: 'body.access_token',
    expiresInSeconds: 'body.expires_in',
  },
  operations: {
    assignee: {
      create: add,
      complete: ending('complete', { taskId: key, userId: account }),
      withdraw: ending('delete', { taskId: key }),
    },
  },
  answers: [
    { when: 'body.code == "0"', outcome: 'done' },
    { when: isOneOf('expiredCodes'), outcome: 'expired', reason: '${body.code}: ${body.message}' },
    { when: isOneOf('missingCodes'), outcome: 'missing' },
    { when: isOneOf('refusedCodes'), outcome: 'refused', reason: '${body.code}: ${body.message}' },
    { when: 'status < 300 && body.code != null', outcome: 'failed', reason: '${body.code}: ${body.message}' },
  ],
};
