import type { VendorError } from '@portico/core/task-center';

/** What the errors of 泛微 Ecology OFS mean; docs/reference/platforms/weaver-ofs.md. */
export const weaverOfsErrors: readonly VendorError[] = [
  {
    code: '异构系统未注册',
    meaning: { 'zh-CN': 'syscode 没有在 OFS 中登记', en: 'The syscode is not registered in OFS' },
    advice: {
      'zh-CN': '请 Ecology 管理员在“统一待办中心”登记异构系统，或改正 syscode，再重新打开通道。',
      en: 'Have the system registered in Ecology’s OFS, or correct the syscode, then reopen the lane.',
    },
  },
  {
    code: '流程数据不存在',
    meaning: { 'zh-CN': '要删除的待办不在平台上', en: 'What was to be deleted is not there' },
    advice: { 'zh-CN': '无需处理，已视为撤回。', en: 'Nothing to do: it counts as withdrawn.' },
  },
  {
    code: '参数错误',
    meaning: {
      'zh-CN': '某个字段缺失、过长或格式不对；接收人可能没有通过人员转换规则',
      en: 'A field is missing, too long or malformed; the receiver may not pass the rule that converts people',
    },
    advice: {
      'zh-CN': '核对冒号后的字段；若是 receiver，请在 OFS 检查人员转换规则，再整组重推。',
      en: 'See the field after the colon; if it is the receiver, check OFS’ rule for people, then push the group.',
    },
  },
  {
    code: '系统繁忙',
    meaning: { 'zh-CN': '平台暂时处理不了', en: 'The platform cannot take it at the moment' },
    advice: {
      'zh-CN': '无需处理，会自动重试；若持续，降低速率。',
      en: 'Nothing to do, it is tried again; if it lasts, lower the rate.',
    },
  },
  {
    code: 'HTTP 403',
    meaning: {
      'zh-CN': '请求被拒：本机地址很可能不在 OFS 白名单里',
      en: 'Refused: our address is probably not on OFS’ whitelist',
    },
    advice: {
      'zh-CN': '请 Ecology 管理员把 Portico 的出口地址加入白名单，再重新打开通道。',
      en: 'Have Portico’s address put on the whitelist, then reopen the lane.',
    },
  },
];
