import type { ProfileInput } from '../../profile/profile-document.ts';
import { refuseLongAddress, textSetting } from '../setting.ts';

const todoId = 'joinId(task.id, handler.person.id, 255)';

/** Fits a header whatever an engine's ids look like, and is the same each time the same version is sent. */
const messageId = (type: string) => `"${type}-" + hash("sha256", ${todoId}, "hex") + "-" + string(call.version)`;

const seconds = 'string(int(now / 1000))';

const signature = (secret: string, id: string) =>
  `"v1," + hmacSha256(secrets.${secret}, ${id} + "." + ${seconds} + "." + rendered.body, "base64")`;

/** Signed by both secrets while one takes the place of the other. */
const signed = (id: string) => ({
  'webhook-id': `\${${id}}`,
  'webhook-timestamp': `\${${seconds}}`,
  'webhook-signature': `\${${signature('signingSecret', id)} + (secrets.previousSecret == null ? "" : " " + ${signature('previousSecret', id)})}`,
});

const sending = (id: string, json: unknown) => ({
  path: '${orElse(settings.path, "")}',
  headers: signed(id),
  body: { json },
});

const person = (of: string) =>
  `\${${of} == null ? null : {"id": ${of}.id, "name": ${of}.name, "department": ${of}.department}}`;

const upserting = {
  request: sending(messageId('upserted'), {
    type: 'todo.upserted',
    timestamp: '${isoTime(call.version)}',
    data: {
      id: `\${${todoId}}`,
      version: '${call.version}',
      state: '${state}',
      title: '${task.subject}',
      urgency: '${task.urgency}',
      sceneCode: '${task.sceneCode}',
      taskType: '${task.taskType}',
      assignee: person('handler.person'),
      links: { pc: '${task.links.pc}', mobile: '${task.links.mobile}' },
      createdAt: '${isoTime(task.createdAt)}',
      dueAt: '${isoTime(task.dueAt)}',
      finishedAt: '${state == "done" ? isoTime(orElse(task.finishedAt, handler.since)) : null}',
      result: '${task.result}',
      task: {
        id: '${task.id}',
        nodeId: '${task.nodeId}',
        nodeName: '${task.nodeName}',
        completion: '${task.completion}',
        status: '${task.status}',
      },
      instance: {
        id: '${instance.id}',
        subject: '${instance.subject}',
        processId: '${instance.processId}',
        processName: '${instance.processName}',
        processVersion: '${instance.processVersion}',
        category: '${instance.category}',
        status: '${instance.status}',
        initiator: person('instance.initiator'),
        startedAt: '${isoTime(instance.startedAt)}',
        endedAt: '${isoTime(instance.endedAt)}',
      },
    },
  }),
  refuse: [refuseLongAddress],
};

const secret = (name: string, label: { readonly 'zh-CN': string; readonly en: string }, required: boolean) => ({
  name,
  label,
  help: {
    'zh-CN': '以 whsec_ 开头，其后为 Base64 编码的 24 至 64 字节密钥；其他文本按 UTF-8 字节使用',
    en: 'whsec_ followed by 24 to 64 bytes in base64; any other text is used as its UTF-8 bytes',
  },
  type: 'secret' as const,
  required,
  min: 16,
  max: 500,
});

/** Any system that can take signed messages (Standard Webhooks); docs/reference/platforms/webhook.md. */
export const webhookProfile: ProfileInput = {
  name: { 'zh-CN': '签名回调（Standard Webhooks）', en: 'Signed webhook (Standard Webhooks)' },
  capabilities: { units: ['assignee'], identity: true, readBack: false, reopen: 'update', createsDone: true },
  settings: [
    textSetting(
      'path',
      { 'zh-CN': '路径', en: 'Path' },
      {
        max: 1_000,
        help: {
          'zh-CN': '接在服务地址之后；留空则直接发送到服务地址',
          en: 'Below the base address; messages go to the base address itself while this is empty',
        },
      },
    ),
    secret('signingSecret', { 'zh-CN': '签名密钥', en: 'Signing secret' }, true),
    secret('previousSecret', { 'zh-CN': '旧签名密钥（更换期间）', en: 'Previous secret, while it is replaced' }, false),
  ],
  operations: {
    assignee: {
      create: upserting,
      withdraw: {
        request: sending(messageId('withdrawn'), {
          type: 'todo.withdrawn',
          timestamp: '${isoTime(call.version)}',
          data: {
            id: `\${${todoId}}`,
            version: '${call.version}',
            assignee: { id: '${handler.person.id}' },
            task: { id: '${task.id}' },
            instance: { id: '${instance.id}' },
          },
        }),
        answers: [{ when: 'status < 300 && body.known == false', outcome: 'missing' }],
      },
    },
  },
  test: {
    request: sending('"ping-" + string(now)', { type: 'ping', timestamp: '${isoTime(now)}', data: {} }),
  },
  answers: [
    { when: 'status >= 200 && status < 300', outcome: 'done' },
    { when: 'status == 403', outcome: 'credentials', reason: 'HTTP 403: ${truncate(text, 300)}' },
    { when: 'status == 409', outcome: 'failed', reason: 'HTTP 409: ${truncate(text, 300)}' },
    { when: 'status == 410', outcome: 'refused', reason: 'HTTP 410: the receiver wants no more messages' },
  ],
};
