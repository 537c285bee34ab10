import type { VendorError } from '@portico/core/task-center';

/** What the errors of 华为 WeLink mean; docs/reference/platforms/welink.md. */
export const welinkErrors: readonly VendorError[] = [
  {
    code: '55014',
    meaning: { 'zh-CN': '令牌认证失败', en: 'The token was not accepted' },
    advice: {
      'zh-CN': '会自动换新；若持续，检查应用密钥。',
      en: 'It is exchanged by itself; if it lasts, check the secret.',
    },
  },
  {
    code: '55000',
    meaning: { 'zh-CN': '鉴权失败', en: 'The authorisation failed' },
    advice: {
      'zh-CN': '会自动换新令牌；若持续，检查应用密钥。',
      en: 'The token is exchanged by itself; if it lasts, check the secret.',
    },
  },
  {
    code: '55002',
    meaning: { 'zh-CN': '应用没有待办接口的权限', en: 'The application may not use the to-do calls' },
    advice: {
      'zh-CN': '在 WeLink 开发者后台申请接口权限，再整组重推。',
      en: 'Ask for the permission in the developer console, then push the group.',
    },
  },
  {
    code: '55005',
    meaning: { 'zh-CN': '缺少必填参数', en: 'A required parameter is missing' },
    advice: {
      'zh-CN': '修正流程里的内容（如链接、人员编号、标题）或平台配置，再整组重推。',
      en: 'Correct the content in the process (links, person ids, titles) or the settings, then push the group.',
    },
  },
  {
    code: '55006',
    meaning: { 'zh-CN': '参数校验不通过', en: 'A parameter is not valid' },
    advice: {
      'zh-CN': '修正流程里的内容（如链接、人员编号、标题）或平台配置，再整组重推。',
      en: 'Correct the content in the process (links, person ids, titles) or the settings, then push the group.',
    },
  },
  {
    code: '55004',
    meaning: { 'zh-CN': 'WeLink 服务异常', en: 'The server failed' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低并发或联系平台方。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the concurrency or ask the platform.',
    },
  },
  {
    code: '55012',
    meaning: { 'zh-CN': 'WeLink 认证服务异常', en: 'The authentication service failed' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低并发或联系平台方。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the concurrency or ask the platform.',
    },
  },
  {
    code: '55008',
    meaning: { 'zh-CN': '更新待办失败，可能待办已不存在', en: 'Updating failed; the to-do may not be there' },
    advice: {
      'zh-CN': '若确认表示不存在，把它填入 missingCodes，会自动重新推送。',
      en: 'Where it means that it is not there, put it into missingCodes: then it is pushed anew.',
    },
  },
  {
    code: '55009',
    meaning: { 'zh-CN': '删除待办失败，可能待办已不存在', en: 'Deleting failed; the to-do may not be there' },
    advice: {
      'zh-CN': '若确认表示不存在，把它填入 missingCodes，撤回即算完成。',
      en: 'Where it means that it is not there, put it into missingCodes: then the withdrawal is done.',
    },
  },
  {
    code: '55011',
    meaning: { 'zh-CN': '非法更新电子流', en: 'The change is not allowed' },
    advice: { 'zh-CN': '核对待办是否由本应用创建。', en: 'See whether this application created the to-do.' },
  },
  {
    code: '41500',
    meaning: { 'zh-CN': 'client_id 或 client_secret 不正确', en: 'client_id or client_secret is wrong' },
    advice: {
      'zh-CN': '在平台页更新凭证，再重新打开通道。',
      en: 'Update them on the platform’s page, then reopen the lane.',
    },
  },
  {
    code: '/settings/completePath',
    meaning: {
      'zh-CN': '还没有填写办结接口，所以没有办结',
      en: 'The path that completes is not set, so nothing was completed',
    },
    advice: {
      'zh-CN': '在测试租户验证后填写，积压的办结会自动继续。',
      en: 'Try it with a test tenant and set it; what waits goes on by itself.',
    },
  },
];
