import type { VendorError } from '@portico/core/task-center';

/** What the errors of 同济 open platform mean; docs/reference/platforms/tongji-open.md. */
export const tongjiOpenErrors: readonly VendorError[] = [
  {
    code: 'invalid_client',
    meaning: { 'zh-CN': 'client_id 或 client_secret 不正确', en: 'client_id or client_secret is wrong' },
    advice: {
      'zh-CN': '在平台页更新凭证，再重新打开通道。',
      en: 'Update them on the platform’s page, then reopen the lane.',
    },
  },
  {
    code: 'A00001',
    meaning: { 'zh-CN': '报文不被接受', en: 'The body is not accepted' },
    advice: {
      'zh-CN': '对照平台文档改正 pushBody，或修正冒号后的字段，再整组重推。',
      en: 'Correct pushBody to what the platform documents, or the field after the colon, then push the group.',
    },
  },
  {
    code: 'A00002',
    meaning: { 'zh-CN': '平台没有这个任务', en: 'The platform has no such task' },
    advice: {
      'zh-CN': '撤回时无需处理；其余会自动重新推送。',
      en: 'Nothing to do for a withdrawal; anything else is pushed anew.',
    },
  },
  {
    code: 'stands for another task',
    meaning: { 'zh-CN': '两个任务散列到同一个编号', en: 'Two tasks have the same number' },
    advice: {
      'zh-CN': '把 idBits 调大；已用 53 位时请改由人工处理这一条。',
      en: 'Raise idBits; with 53 bits already, see to this one by hand.',
    },
  },
  {
    code: '/settings/deletePath',
    meaning: {
      'zh-CN': '还没有填写删除接口，所以没有撤回',
      en: 'The path that deletes is not set, so nothing was withdrawn',
    },
    advice: {
      'zh-CN': '向平台确认接口后填写，积压的撤回会自动继续。',
      en: 'Ask the platform for it and set it; what waits goes on by itself.',
    },
  },
  {
    code: 'HTTP 401',
    meaning: { 'zh-CN': '令牌失效', en: 'The token is dead' },
    advice: {
      'zh-CN': '会自动换新；若持续，检查应用是否被停用。',
      en: 'It is exchanged by itself; if it lasts, see whether the application was disabled.',
    },
  },
  {
    code: 'A00500',
    meaning: { 'zh-CN': '平台暂时处理不了', en: 'The platform cannot take it at the moment' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低并发或联系平台方。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the concurrency or ask the platform.',
    },
  },
];
