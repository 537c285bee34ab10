import type { ProfileInput } from '../../profile/profile-document.ts';

type Setting = NonNullable<ProfileInput['settings']>[number];

/** What a site may have differently, and what no document says for sure. */
export const feishuSettings: readonly Setting[] = [
  {
    name: 'idType',
    label: { 'zh-CN': '人员编号类型', en: 'Which ids of people' },
    help: { 'zh-CN': '人员映射中保存的是哪一种编号', en: 'What the person mappings hold' },
    type: 'choice',
    choices: ['open_id', 'user_id'],
    default: 'open_id',
  },
  {
    name: 'updateMode',
    label: { 'zh-CN': '更新方式（update_mode）', en: 'Update mode' },
    help: {
      'zh-CN': 'REPLACE 会删除不再需要的任务；UPDATE 只增改，但飞书会按 update_time 拒绝旧数据',
      en: 'REPLACE removes tasks of people who no longer have them; UPDATE never does, but has Feishu keep older writes off by update_time',
    },
    type: 'choice',
    choices: ['REPLACE', 'UPDATE'],
    default: 'REPLACE',
  },
  {
    name: 'resultMap',
    label: { 'zh-CN': '审批结果对照', en: 'Results' },
    help: {
      'zh-CN': '任务结果 → APPROVED、REJECTED、TRANSFERRED 或 DONE（DONE 的任务对审批人不可见）',
      en: 'A task’s result → APPROVED, REJECTED, TRANSFERRED or DONE (which the person no longer sees)',
    },
    type: 'json',
    default: { 驳回: 'REJECTED', 拒绝: 'REJECTED', 不同意: 'REJECTED', 转交: 'TRANSFERRED' },
  },
  {
    name: 'doneStatus',
    label: { 'zh-CN': '其他结果的状态', en: 'Status of any other result' },
    type: 'choice',
    choices: ['APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE'],
    default: 'APPROVED',
  },
  {
    name: 'actionConfigs',
    label: { 'zh-CN': '快捷审批按钮（action_configs）', en: 'Buttons of quick approval (action_configs)' },
    help: {
      'zh-CN':
        '最多两个，例如 [{"action_type":"APPROVE"},{"action_type":"REJECT","is_need_reason":true}]；需在审批定义中配置回调',
      en: 'At most two, for example [{"action_type":"APPROVE"}]; needs the callback of the approval definition',
    },
    type: 'json',
  },
  {
    name: 'homeUrl',
    label: { 'zh-CN': '没有任务时打开的地址', en: 'Link of a process without tasks' },
    type: 'url',
    default: 'https://www.feishu.cn/approval/',
  },
  {
    name: 'checkVersions',
    label: { 'zh-CN': '巡检时比较 update_time', en: 'Sweeps compare update_time' },
    help: {
      'zh-CN': '开启后，飞书上版本较旧的实例也会重新推送',
      en: 'What is older at Feishu than here is then pushed again, too',
    },
    type: 'boolean',
    default: false,
  },
  {
    name: 'sameInstanceSeconds',
    label: { 'zh-CN': '同一实例过于频繁时的等待秒数', en: 'Pause of an instance pushed too often, seconds' },
    type: 'integer',
    min: 1,
    max: 3_600,
    default: 5,
  },
  {
    name: 'expiredCodes',
    label: { 'zh-CN': '令牌失效错误码', en: 'Codes of an expired token' },
    type: 'json',
    default: ['99991663', '99991664', '99991671'],
  },
  {
    name: 'credentialCodes',
    label: { 'zh-CN': '凭据错误码', en: 'Codes of wrong credentials' },
    help: { 'zh-CN': '获取令牌时', en: 'When a token is asked for' },
    type: 'json',
    default: ['10003', '10012', '10013', '10014'],
  },
  {
    name: 'throttledCodes',
    label: { 'zh-CN': '限流错误码', en: 'Codes of throttling' },
    help: { 'zh-CN': '除 HTTP 429 与 1390014 之外', en: 'Beside HTTP 429 and 1390014' },
    type: 'json',
    default: [],
  },
];
