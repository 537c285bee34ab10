import type { VendorError } from '@portico/core/task-center';

const nothing = { 'zh-CN': '无需处理。', en: 'Nothing to do.' };
const credentials = {
  'zh-CN': '在飞书开放平台核对 App ID 与 App Secret，改正后通道会自动打开。',
  en: 'Check app id and secret; the lane opens once they are corrected.',
};

const known = (code: string, chinese: string, english: string, advice: VendorError['advice']): VendorError => ({
  code,
  meaning: { 'zh-CN': chinese, en: english },
  advice,
});

/** What the codes of 飞书三方审批 mean; docs/reference/platforms/feishu-approval.md. */
export const feishuApprovalErrors: readonly VendorError[] = [
  known(
    '1390001',
    '参数错误：某个字段、人员编号或 approval_code 不被接受',
    'A field, a person or the approval code is not taken',
    {
      'zh-CN': '核对审批定义编码与人员映射（open_id 或 user_id），再整组重推。',
      en: 'Check the approval code and the mappings (open_id or user_id), then push the group.',
    },
  ),
  known('1390014', '短时间内重复同步同一实例', 'The same instance was pushed again too soon', {
    'zh-CN': '无需处理，只有该实例会稍后再推。',
    en: 'Nothing to do: this instance alone waits.',
  }),
  known('1395001', '飞书内部错误', 'An error inside Feishu', {
    'zh-CN': '无需处理，会自动重试。',
    en: 'Nothing to do, it is tried again.',
  }),
  known('99991663', '租户令牌失效', 'The tenant token is dead', nothing),
  known('99991664', '应用令牌失效', 'The app token is dead', nothing),
  known('99991671', '访问令牌失效', 'The access token is dead', nothing),
  known('99991400', '请求频率超限', 'Too many requests', {
    'zh-CN': '无需处理；若经常出现，降低平台速率（默认每秒 16 个）。',
    en: 'Nothing to do; if it comes often, lower the platform’s rate (16 a second).',
  }),
  known('10003', 'App ID 不正确', 'The app id is wrong', credentials),
  known('10014', 'App Secret 不正确', 'The app secret is wrong', credentials),
  known(
    'process_record',
    '推送被受理但没有生效，且飞书没有该版本',
    'It was taken without effect, and Feishu does not have this version',
    {
      'zh-CN': '查看最近一次请求与应答；若多个系统推送同一实例，停用其中一个。',
      en: 'See the latest request and answer; if another system pushes the same instance, stop one of them.',
    },
  ),
];
