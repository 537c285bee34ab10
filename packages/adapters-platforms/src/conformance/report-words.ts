import type { Verdict, Words } from './finding.ts';

export type ReportLanguage = 'zh-CN' | 'en';

export const verdictWords: Readonly<Record<Verdict, Words>> = {
  kept: { 'zh-CN': '✓ 符合', en: '✓ kept' },
  broken: { 'zh-CN': '✗ 不符合', en: '✗ broken' },
  unseen: { 'zh-CN': '? 需人工查看', en: '? look by eye' },
  'not-claimed': { 'zh-CN': '– 未声明', en: '– not claimed' },
  'no-sample': { 'zh-CN': '· 无样本', en: '· no sample' },
  skipped: { 'zh-CN': '· 未检查', en: '· not tried' },
};

export const reportWords = {
  title: { 'zh-CN': '任务中心对接检查报告', en: 'Conformance of a task center' },
  passed: { 'zh-CN': '**结论：通过**', en: '**Passed**' },
  incomplete: {
    'zh-CN': '**结论：已检查的各项符合，其余尚未检查**',
    en: '**What was tried is kept; not everything was tried**',
  },
  failed: { 'zh-CN': '**结论：不通过**', en: '**Not passed**' },
  mode: { 'zh-CN': '方式', en: 'mode' },
  live: { 'zh-CN': '测试系统（真实请求）', en: 'live test system' },
  samples: { 'zh-CN': '录制样本', en: 'recorded samples' },
  address: { 'zh-CN': '地址', en: 'address' },
  time: { 'zh-CN': '时间', en: 'time' },
  requests: { 'zh-CN': '请求数', en: 'requests' },
  claims: { 'zh-CN': '配置声明的能力', en: 'what the profile claims' },
  promise: { 'zh-CN': '要求', en: 'promise' },
  result: { 'zh-CN': '结果', en: 'result' },
  note: { 'zh-CN': '说明', en: 'note' },
  details: { 'zh-CN': '请求与应答', en: 'Requests and answers' },
  hidden: { 'zh-CN': '密钥与令牌以 `***` 代替。', en: 'Secrets and tokens are shown as `***`.' },
  came: { 'zh-CN': '结果', en: 'came to' },
  noAnswer: { 'zh-CN': '没有应答', en: 'no answer' },
  left: {
    'zh-CN': '以下检查数据未能清除，请在平台上手工删除',
    en: 'These could not be taken away again; please delete them there',
  },
} as const satisfies Readonly<Record<string, Words>>;
