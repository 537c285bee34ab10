import type { VendorError } from '@portico/core/task-center';

/** What the errors of 蓝凌 Landray EKP mean; docs/reference/platforms/landray-ekp.md. */
export const landrayEkpErrors: readonly VendorError[] = [
  {
    code: 'HTTP 401',
    meaning: { 'zh-CN': 'HTTP Basic 的用户名或密码不被接受', en: 'The user or password of HTTP Basic is not accepted' },
    advice: {
      'zh-CN': '在平台页更新 userName 与 password；服务端未启用 Basic 时留空。',
      en: 'Update userName and password on the platform’s page; leave them empty where the server has Basic off.',
    },
  },
  {
    code: 'HTTP 403',
    meaning: { 'zh-CN': '该用户无权调用待办接口', en: 'The user may not call the to-do service' },
    advice: { 'zh-CN': '请 EKP 管理员授权。', en: 'Have the permission given in EKP.' },
  },
  {
    code: '/settings/deleteOptType',
    meaning: {
      'zh-CN': '还没有填写删除用的 optType，所以没有删除',
      en: 'The optType that deletes is not set, so nothing was deleted',
    },
    advice: {
      'zh-CN': '在测试系统确认 optType 的含义后填写，积压的撤回会自动继续。',
      en: 'Find out on a test system what optType means, then set it; what waits goes on by itself.',
    },
  },
  {
    code: '/settings/doneOptType',
    meaning: { 'zh-CN': '还没有填写办结用的 optType', en: 'The optType that completes is not set' },
    advice: {
      'zh-CN': '确认后填写，积压的办结会自动继续。',
      en: 'Set it once it was checked; what waits goes on by itself.',
    },
  },
  {
    code: 'the list cannot be read',
    meaning: {
      'zh-CN': 'getTodo 的应答与配置的字段不符',
      en: 'The answer of getTodo does not fit the fields that are set',
    },
    advice: {
      'zh-CN': '按实际应答改正 listField、idField、pagesField。',
      en: 'Correct listField, idField and pagesField to what the server answers.',
    },
  },
  {
    code: '待办不存在',
    meaning: { 'zh-CN': 'EKP 没有这条待办', en: 'EKP has no such to-do' },
    advice: {
      'zh-CN': '撤回时无需处理；办结时会自动重新推送。',
      en: 'Nothing to do for a withdrawal; a completion is pushed anew.',
    },
  },
  {
    code: '人员不存在',
    meaning: { 'zh-CN': 'EKP 中没有这个人员', en: 'EKP does not know this person' },
    advice: { 'zh-CN': '核对 targetKey 与人员编号。', en: 'See whether targetKey and the person’s id fit.' },
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
    code: '系统繁忙',
    meaning: { 'zh-CN': 'EKP 暂时处理不了', en: 'EKP cannot take it at the moment' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低并发或联系平台方。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the concurrency or ask the platform.',
    },
  },
];
