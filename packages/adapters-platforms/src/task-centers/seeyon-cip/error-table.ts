import type { VendorError } from '@portico/core/task-center';

/** What the errors of 致远 Seeyon CIP mean; docs/reference/platforms/seeyon-cip.md. */
export const seeyonCipErrors: readonly VendorError[] = [
  {
    code: '接收人未绑定',
    meaning: {
      'zh-CN': '处理人没有在 CIP 绑定，也没有按登录名对应上',
      en: 'The assignee is not bound in CIP, and no login name matches',
    },
    advice: {
      'zh-CN': '在 OA 中绑定该人员，或启用“按登录名免绑定”，再整组重推。',
      en: 'Bind the person in the OA, or switch on matching without binding, then push the group.',
    },
  },
  {
    code: '人员不存在',
    meaning: { 'zh-CN': 'OA 中没有这个人员', en: 'The OA does not know this person' },
    advice: {
      'zh-CN': '核对人员编号与 OA 的登录名、人员编码是否一致。',
      en: 'See whether the person’s id is the login name or staff code in the OA.',
    },
  },
  {
    code: '注册系统不存在',
    meaning: { 'zh-CN': '注册系统编码没有登记', en: 'The register code is not known' },
    advice: {
      'zh-CN': '请 OA 管理员登记系统，或改正 registerCode。',
      en: 'Have the system registered in the OA, or correct registerCode.',
    },
  },
  {
    code: '待办不存在',
    meaning: { 'zh-CN': 'OA 没有这条待办', en: 'The OA has no such to-do' },
    advice: {
      'zh-CN': '撤回时无需处理；办结时会自动重新推送。',
      en: 'Nothing to do for a withdrawal; a completion is pushed anew.',
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
    code: 'no token for this user',
    meaning: { 'zh-CN': 'REST 用户名或密码不被接受', en: 'The REST user or its password is not accepted' },
    advice: {
      'zh-CN': '在平台页更新 userName 与 password，再重新打开通道。',
      en: 'Update userName and password on the platform’s page, then reopen the lane.',
    },
  },
  {
    code: 'token无效',
    meaning: { 'zh-CN': '令牌失效', en: 'The token is dead' },
    advice: {
      'zh-CN': '会自动换新；若持续，检查 REST 用户是否被停用。',
      en: 'It is exchanged by itself; if it lasts, see whether the REST user was disabled.',
    },
  },
  {
    code: '系统繁忙',
    meaning: { 'zh-CN': 'OA 暂时处理不了', en: 'The OA cannot take it at the moment' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低并发或联系平台方。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the concurrency or ask the platform.',
    },
  },
];
