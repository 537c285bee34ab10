import type { VendorError } from '@portico/core/task-center';

/** What the errors of 金智 (Wisedu) task center, generation 1 mean; docs/reference/platforms/jinzhi.md. */
export const jinzhiErrors: readonly VendorError[] = [
  {
    code: '应用认证失败',
    meaning: { 'zh-CN': '应用编号或访问令牌不被接受', en: 'The application id or the access token is not accepted' },
    advice: {
      'zh-CN': '在平台页更新 appId 与 accessToken（固定密钥，不会自动刷新），再重新打开通道。',
      en: 'Update appId and accessToken on the platform’s page (a fixed secret, nothing refreshes it), then reopen the lane.',
    },
  },
  {
    code: '任务不存在',
    meaning: { 'zh-CN': '平台没有这个任务', en: 'The platform has no such task' },
    advice: {
      'zh-CN': '撤回时无需处理；办结时会自动改为插入。若大量出现，核对 appId 是否换过。',
      en: 'Nothing to do for a withdrawal; a completion is inserted instead. If there are many, see whether the appId changed.',
    },
  },
  {
    code: '参数错误',
    meaning: {
      'zh-CN': '某个字段缺失、过长或格式不对，字段名在冒号之后',
      en: 'A field is missing, too long or malformed; its name follows the colon',
    },
    advice: {
      'zh-CN': '修正流程里的内容（如链接、人员编号、标题）或平台配置，再整组重推。',
      en: 'Correct the content in the process (links, person ids, titles) or the settings, then push the group.',
    },
  },
  {
    code: '应用未注册',
    meaning: { 'zh-CN': 'app_id 没有在任务中心登记', en: 'The app_id is not registered at the task center' },
    advice: {
      'zh-CN': '请平台方登记应用，或改正 appId。',
      en: 'Have the application registered, or correct the appId.',
    },
  },
  {
    code: '系统繁忙',
    meaning: { 'zh-CN': '平台暂时处理不了', en: 'The platform cannot take it at the moment' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低并发或联系平台方。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the concurrency or ask the platform.',
    },
  },
];
