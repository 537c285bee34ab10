import type { VendorError } from '@portico/core/task-center';

/** What the errors of 能力中心 mean; docs/reference/platforms/ability-center.md. */
export const abilityCenterErrors: readonly VendorError[] = [
  {
    code: '4001',
    text: '参数错误',
    meaning: { 'zh-CN': '某个字段缺失、过长或格式不对', en: 'A field is missing, too long or malformed' },
    advice: {
      'zh-CN': '核对冒号后的字段，修正后整组重推。',
      en: 'See the field after the colon, correct it, then push the group.',
    },
  },
  {
    code: '401',
    text: '访问令牌无效或已过期',
    meaning: { 'zh-CN': '令牌失效', en: 'The token is dead' },
    advice: {
      'zh-CN': '会自动换新；若持续，检查应用密钥。',
      en: 'It is exchanged by itself; if it lasts, check the credentials.',
    },
  },
  {
    code: '4011',
    text: '应用密钥错误',
    meaning: { 'zh-CN': 'appKey 或 appSecret 不正确', en: 'appKey or appSecret is wrong' },
    advice: {
      'zh-CN': '在平台页更新凭证，再重新打开通道。',
      en: 'Update them on the platform’s page, then reopen the lane.',
    },
  },
  {
    code: '4031',
    text: '应用无权限',
    meaning: { 'zh-CN': '应用没有任务中心的权限', en: 'The application may not use the task center' },
    advice: { 'zh-CN': '请平台方授权，再整组重推。', en: 'Have the permission given, then push the group.' },
  },
  {
    code: '4041',
    text: '对象不存在',
    meaning: { 'zh-CN': '平台没有这个对象', en: 'The platform has no such object' },
    advice: {
      'zh-CN': '无需处理：会先查询再重建，删除则视为完成。',
      en: 'Nothing to do: it is looked up and made again, a deletion counts as done.',
    },
  },
  {
    code: '4091',
    text: '版本过期',
    meaning: { 'zh-CN': '平台上的版本更新', en: 'What is stored there is newer' },
    advice: { 'zh-CN': '无需处理：视为已完成。', en: 'Nothing to do: it counts as done.' },
  },
  {
    code: '4131',
    text: '待办数量超过500',
    meaning: { 'zh-CN': '一个实例的待办超过平台上限 500', en: 'An instance has more to-dos than the platform’s 500' },
    advice: {
      'zh-CN': '平台无法显示：请拆分流程，或用路由规则排除。',
      en: 'The platform cannot show it: split the process, or exclude it by a routing rule.',
    },
  },
  {
    code: '4231',
    text: '对象被锁定',
    meaning: { 'zh-CN': '同一对象正在被处理', en: 'The object is being worked on' },
    advice: { 'zh-CN': '无需处理，会自动重试。', en: 'Nothing to do, it is tried again.' },
  },
  {
    code: '5001',
    text: '系统繁忙',
    meaning: { 'zh-CN': '平台暂时处理不了', en: 'The platform cannot take it at the moment' },
    advice: { 'zh-CN': '会自动重试；若持续，降低并发。', en: 'It is tried again; if it lasts, lower the concurrency.' },
  },
];
