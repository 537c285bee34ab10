import type { VendorError } from '@portico/core/task-center';

/** What the errors of 统一待办 mean; docs/reference/platforms/tongyidaiban.md. */
export const tongyidaibanErrors: readonly VendorError[] = [
  {
    code: 'PARAM_ERROR',
    text: '参数错误',
    meaning: { 'zh-CN': '某个字段缺失、过长或格式不对', en: 'A field is missing, too long or malformed' },
    advice: {
      'zh-CN': '核对冒号后的字段，修正后整组重推。',
      en: 'See the field after the colon, correct it, then push the group.',
    },
  },
  {
    code: 'TOKEN_EXPIRED',
    text: '令牌无效或已过期',
    meaning: { 'zh-CN': '令牌失效', en: 'The token is dead' },
    advice: {
      'zh-CN': '会自动换新；若持续，检查客户端凭证。',
      en: 'It is exchanged by itself; if it lasts, check the credentials.',
    },
  },
  {
    code: 'AUTH_FAILED',
    text: '客户端认证失败',
    meaning: { 'zh-CN': 'clientId 或 clientSecret 不正确', en: 'clientId or clientSecret is wrong' },
    advice: {
      'zh-CN': '在平台页更新凭证，再重新打开通道。',
      en: 'Update them on the platform’s page, then reopen the lane.',
    },
  },
  {
    code: 'FORBIDDEN',
    text: '无操作权限',
    meaning: { 'zh-CN': '客户端没有这项操作的权限', en: 'The client may not do this' },
    advice: { 'zh-CN': '请平台方开通权限，再整组重推。', en: 'Have the permission given, then push the group.' },
  },
  {
    code: 'DUPLICATE',
    text: '来源编号已存在',
    meaning: { 'zh-CN': '平台已有同一来源编号的待办', en: 'There is a to-do with this source id already' },
    advice: { 'zh-CN': '无需处理：会改为更新。', en: 'Nothing to do: it is updated instead.' },
  },
  {
    code: 'TASK_NOT_FOUND',
    text: '待办不存在',
    meaning: { 'zh-CN': '平台没有这个待办', en: 'The platform has no such to-do' },
    advice: {
      'zh-CN': '无需处理：会重新创建，撤回则视为完成。',
      en: 'Nothing to do: it is created again, a withdrawal counts as done.',
    },
  },
  {
    code: 'LOCKED',
    text: '待办正在处理中',
    meaning: { 'zh-CN': '同一待办正在被处理', en: 'The to-do is being worked on' },
    advice: { 'zh-CN': '无需处理，会自动重试。', en: 'Nothing to do, it is tried again.' },
  },
  {
    code: 'BUSY',
    text: '服务繁忙',
    meaning: { 'zh-CN': '平台暂时处理不了', en: 'The platform cannot take it at the moment' },
    advice: { 'zh-CN': '会自动重试；若持续，降低并发。', en: 'It is tried again; if it lasts, lower the concurrency.' },
  },
  {
    code: 'RATE_LIMIT',
    text: '调用频率超限',
    meaning: { 'zh-CN': '超过平台的调用频率', en: 'The platform’s rate is exceeded' },
    advice: {
      'zh-CN': '若频繁出现，在平台页降低“每秒请求”。',
      en: 'If it happens often, lower the requests a second.',
    },
  },
];
