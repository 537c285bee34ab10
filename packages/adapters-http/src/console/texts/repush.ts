import type { Row, Rows } from './resolve.ts';

export const repush = {
  title: { 'zh-CN': '重推', en: 'Re-push' },
  intro: {
    'zh-CN': '按条件把待办再推送一遍。先试算，看清数量再确认；人工撤回和忽略的不动。',
    en: 'Pushes to-dos again. It is counted first, and begins once you confirm. What somebody withdrew or ignored is left alone.',
  },
  which: { 'zh-CN': '哪些待办', en: 'Which to-dos' },
  from: { 'zh-CN': '创建不早于', en: 'Created from' },
  to: { 'zh-CN': '创建早于', en: 'Created before' },
  zone: { 'zh-CN': (zone: string) => `时区 ${zone}`, en: (zone: string) => `in the zone ${zone}` },
  instanceStatus: { 'zh-CN': '流程实例状态', en: 'State of the instance' },
  platformHelp: { 'zh-CN': '不选则推送到每个启用的平台。', en: 'Any: every enabled platform that has them.' },
  how: { 'zh-CN': '怎样重推', en: 'How' },
  mode: { 'zh-CN': '范围', en: 'What is sent' },
  behind: { 'zh-CN': '只推未一致的（含已放弃的）', en: 'what does not agree, also what was given up' },
  all: { 'zh-CN': '全部，已一致的也再发一遍', en: 'everything, also what agrees' },
  modeHelp: {
    'zh-CN': '平台丢失了数据时选“全部”；平时选“只推未一致的”。',
    en: 'Take “everything” when a platform has lost what it had.',
  },
  rate: { 'zh-CN': '每秒待办数', en: 'To-dos a second' },
  rateHelp: {
    'zh-CN': '1 至 500；平台自身的限速仍然有效。',
    en: '1 to 500; the limits of each platform hold as well.',
  },
  preview: { 'zh-CN': '试算', en: 'Count first' },
  counted: { 'zh-CN': '试算结果', en: 'What it would do' },
  todos: { 'zh-CN': '符合条件的待办', en: 'To-dos that match' },
  objects: { 'zh-CN': '要重新检查的平台对象', en: 'Objects to look at again' },
  takes: { 'zh-CN': '按此速率约需', en: 'At this rate it takes about' },
  atLeast: { 'zh-CN': (count: string) => `至少 ${count}`, en: (count: string) => `at least ${count}` },
  count: { 'zh-CN': '数量', en: 'Count' },
  meaning: { 'zh-CN': '含义', en: 'What that means' },
  confirm: {
    'zh-CN': (count: string) => `确认重推 ${count} 个对象`,
    en: (count: string) => `Yes, push ${count} objects again`,
  },
  change: { 'zh-CN': '修改条件', en: 'Change what is asked' },
  nothing: { 'zh-CN': '没有需要重推的', en: 'Nothing to push again' },
  nothingHelp: {
    'zh-CN': '符合条件的都已一致，或没有待办符合。放宽条件，或把范围改为“全部”。',
    en: 'What matches agrees already, or nothing matches. Loosen the filters, or send everything.',
  },
  noPlatforms: { 'zh-CN': '还没有启用的平台', en: 'No platform is enabled' },
  noPlatformsHelp: {
    'zh-CN': '待办只会推送到启用的平台：先创建或启用一个。',
    en: 'To-dos are pushed to enabled platforms only: create or enable one first.',
  },
  badTime: {
    'zh-CN': '须为日期和时间，例如 2026-11-21 08:00',
    en: 'must be a date and a time, such as 2026-11-21 08:00',
  },
  badOrder: { 'zh-CN': '须晚于开始时间', en: 'must be later than the beginning' },
  badChoice: { 'zh-CN': '没有这个选项', en: 'is none of the choices' },
  badText: { 'zh-CN': '太长，或含有不能保存的字符', en: 'is too long, or holds characters that cannot be kept' },
  badRate: { 'zh-CN': '须为 1 至 500 的整数', en: 'must be a whole number from 1 to 500' },
  gonePlatform: { 'zh-CN': '该平台不存在或未启用', en: 'there is no such enabled platform' },
  mayNot: { 'zh-CN': '您的权限只能试算，不能发起。', en: 'Your scopes let you count, not start.' },
} satisfies Rows;

export const instanceStatusWords = {
  running: { 'zh-CN': '运行中', en: 'running' },
  completed: { 'zh-CN': '已完成', en: 'completed' },
  terminated: { 'zh-CN': '已终止', en: 'terminated' },
  cancelled: { 'zh-CN': '已取消', en: 'cancelled' },
  rejected: { 'zh-CN': '已驳回', en: 'rejected' },
} satisfies Readonly<Record<string, Row<string>>>;
