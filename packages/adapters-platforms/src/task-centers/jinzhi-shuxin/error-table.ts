import type { VendorError } from '@portico/core/task-center';

/** What the errors of 数信 task center, generation 2 mean; docs/reference/platforms/jinzhi-shuxin.md. */
export const jinzhiShuxinErrors: readonly VendorError[] = [
  {
    code: '40001',
    text: '参数错误',
    meaning: { 'zh-CN': '某个字段缺失、过长或格式不对', en: 'A field is missing, too long or malformed' },
    advice: {
      'zh-CN': '核对冒号后的字段，修正后整组重推。',
      en: 'See the field after the colon, correct it, then push the group.',
    },
  },
  {
    code: '40101',
    text: 'token无效或已过期',
    meaning: { 'zh-CN': '令牌失效', en: 'The token is dead' },
    advice: {
      'zh-CN': '会自动换新；若持续，检查应用凭证。',
      en: 'It is exchanged by itself; if it lasts, check the credentials.',
    },
  },
  {
    code: '40102',
    text: '应用凭证错误',
    meaning: { 'zh-CN': 'appId 或 appSecret 不正确', en: 'appId or appSecret is wrong' },
    advice: {
      'zh-CN': '在平台页更新凭证，再重新打开通道。',
      en: 'Update them on the platform’s page, then reopen the lane.',
    },
  },
  {
    code: '40301',
    text: '无权限访问该场景',
    meaning: { 'zh-CN': '应用没有该场景编码的权限', en: 'The application may not use this scene code' },
    advice: {
      'zh-CN': '请平台方开通场景，或用路由规则排除该场景。',
      en: 'Have the scene opened, or exclude it by a routing rule.',
    },
  },
  {
    code: '40410',
    text: '流程实例不存在',
    meaning: { 'zh-CN': '任务所属的实例还没有建立', en: 'The instance of the task is not there yet' },
    advice: {
      'zh-CN': '会先补建实例；若停放，先处理实例那一组。',
      en: 'The instance is made first; if it is parked, decide about its group first.',
    },
  },
  {
    code: '40411',
    text: '任务不存在',
    meaning: { 'zh-CN': '平台没有这个任务', en: 'The platform has no such task' },
    advice: {
      'zh-CN': '无需处理：会重新创建，撤回则视为完成。',
      en: 'Nothing to do: it is created again, a withdrawal counts as done.',
    },
  },
  {
    code: '40901',
    text: '主键已存在',
    meaning: { 'zh-CN': '平台已有同一主键的任务', en: 'There is a task with this key already' },
    advice: { 'zh-CN': '无需处理：会改为更新。', en: 'Nothing to do: it is updated instead.' },
  },
  {
    code: '42301',
    text: '数据被锁定',
    meaning: { 'zh-CN': '同一对象正在被处理', en: 'The object is being worked on' },
    advice: { 'zh-CN': '无需处理，会自动重试。', en: 'Nothing to do, it is tried again.' },
  },
  {
    code: '42900',
    text: '请求过于频繁',
    meaning: { 'zh-CN': '超过平台的调用频率', en: 'The platform’s rate is exceeded' },
    advice: {
      'zh-CN': '若频繁出现，在平台页降低“每秒请求”。',
      en: 'If it happens often, lower the requests a second.',
    },
  },
  {
    code: '50000',
    text: '系统异常',
    meaning: { 'zh-CN': '平台内部错误', en: 'An internal error of the platform' },
    advice: {
      'zh-CN': '会自动重试；若持续，带上请求时间联系平台方。',
      en: 'It is tried again; if it lasts, ask the platform with the time of a request.',
    },
  },
];
