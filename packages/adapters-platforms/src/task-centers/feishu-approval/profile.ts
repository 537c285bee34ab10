import type { ProfileInput } from '../../profile/profile-document.ts';
import { nobodysKey, requiredText, secretSetting, textSetting } from '../setting.ts';
import { checked, deletedInstance, shownInstance, shownTodos } from './instance.ts';
import { feishuSettings } from './settings.ts';

const path = '/open-apis/approval/v4/external_instances';
const asking = (json: unknown) => ({ path: `${path}/check`, body: { json } });

const counts = ['instance', 'task', 'cc'].flatMap((part) =>
  ['insert_num', 'update_num', 'delete_num'].map((name) => `orElse(body.data.process_record.${part}.${name}, 0)`),
);
const noEffect = `body.code == 0 && body.data.process_record != null && ${counts.join(' + ')} == 0`;

const refuse = [
  {
    when: 'tasks.exists(each, size(each.links.pc) > 2000)',
    pointer: '/task/links/pc',
    message: 'is longer than the 2000 characters that the platform takes',
  },
  { when: `size(${shownTodos}) > 200`, pointer: '/tasks', message: 'the platform takes at most 200 tasks an instance' },
];

const looked = [
  { when: 'body.code == 0 && size(orElse(body.data.diff_instances, [])) == 0', outcome: 'done' as const },
  { when: 'body.code == 0', outcome: 'missing' as const },
];

const reason = '${string(body.code)}: ${body.msg}';

/** 飞书三方审批; docs/reference/platforms/feishu-approval.md. */
export const feishuApprovalProfile: ProfileInput = {
  name: { 'zh-CN': '飞书三方审批', en: 'Feishu external approval' },
  capabilities: {
    units: ['instance'],
    identity: true,
    readBack: true,
    reopen: 'update',
    createsDone: true,
    people: 'mapped',
  },
  settings: [
    requiredText('appId', { 'zh-CN': '应用 App ID', en: 'App id' }),
    secretSetting('appSecret', { 'zh-CN': '应用 App Secret', en: 'App secret' }),
    requiredText('approvalCode', { 'zh-CN': '审批定义编码（approval_code）', en: 'Approval code' }),
    ...feishuSettings,
    textSetting('systemName', { 'zh-CN': '默认发起人名称', en: 'Default name of the initiator' }, { default: '系统' }),
  ],
  tables: {
    status: {
      running: 'PENDING',
      completed: 'APPROVED',
      rejected: 'REJECTED',
      cancelled: 'CANCELED',
      terminated: 'TERMINATED',
    },
  },
  headers: { Authorization: 'Bearer ${token}', 'Content-Type': 'application/json; charset=utf-8' },
  token: {
    request: {
      path: '/open-apis/auth/v3/tenant_access_token/internal',
      body: { json: { app_id: '${settings.appId}', app_secret: '${secrets.appSecret}' } },
    },
    answers: [
      { when: 'body.code == 0 && body.tenant_access_token != null', outcome: 'done' },
      { when: 'string(body.code) in settings.credentialCodes', outcome: 'credentials', reason },
      { when: 'string(body.code) in settings.throttledCodes', outcome: 'throttled', reason },
      // Nobody's process is to blame for what is wrong here.
      { when: 'status < 500 && status != 429 && body.code != null', outcome: 'failed', reason },
    ],
    token: 'body.tenant_access_token',
    expiresInSeconds: 'body.expire',
  },
  operations: {
    instance: {
      create: {
        request: { path, body: { json: shownInstance } },
        refuse,
        answers: [
          {
            when: noEffect,
            outcome: 'confirm',
            reason: 'process_record says that nothing changed, and Feishu does not have this version',
          },
          { when: 'body.code == 0', outcome: 'done' },
        ],
      },
      withdraw: {
        request: { path, body: { json: deletedInstance } },
        answers: [
          { when: noEffect, outcome: 'missing' },
          { when: 'body.code == 0', outcome: 'done' },
        ],
      },
      verify: {
        request: asking(checked('${settings.checkVersions ? string(call.version) : "1"}')),
        answers: looked,
      },
      confirm: { request: asking(checked('${string(call.version)}')), answers: looked },
    },
  },
  test: {
    request: asking({ instances: [{ instance_id: nobodysKey, update_time: '1' }] }),
    answers: [{ when: 'body.code == 0', outcome: 'done' }],
  },
  answers: [
    { when: 'string(body.code) in settings.expiredCodes', outcome: 'expired', reason },
    {
      when: 'body.code == 1390014',
      outcome: 'throttled',
      scope: 'key',
      retryAfterSeconds: 'settings.sameInstanceSeconds',
      reason,
    },
    {
      when: 'status == 429 || string(body.code) in settings.throttledCodes',
      outcome: 'throttled',
      retryAfterSeconds: 'headers["x-ogw-ratelimit-reset"]',
      reason,
    },
    { when: 'body.code == 1390001', outcome: 'refused', reason },
    { when: 'body.code == 1395001', outcome: 'failed', reason },
    { when: 'status < 300 && body.code != null', outcome: 'failed', reason },
  ],
};
