import type { JobStanding } from '@portico/core/jobs';
import type { Row, Rows } from './resolve.ts';

export const jobs = {
  title: { 'zh-CN': '任务', en: 'Jobs' },
  intro: {
    'zh-CN': '分页执行的长任务：巡检、重推、轮询等。工作进程中断后由其他进程接管，从检查点继续。',
    en: 'Long work, page by page: sweeps, re-pushes, polls. When a worker is lost another takes over where it stopped.',
  },
  kind: { 'zh-CN': '类型', en: 'Kind' },
  subject: { 'zh-CN': '对象', en: 'Subject' },
  everything: { 'zh-CN': '全部', en: 'everything' },
  standing: { 'zh-CN': '状态', en: 'State' },
  progress: { 'zh-CN': '进度', en: 'Progress' },
  began: { 'zh-CN': '开始', en: 'Began' },
  ended: { 'zh-CN': '结束', en: 'Ended' },
  beat: { 'zh-CN': '最近动静', en: 'Last sign of life' },
  by: { 'zh-CN': '发起', en: 'Begun by' },
  of: {
    'zh-CN': (done: string, total: string) => `${done} / ${total}`,
    en: (done: string, total: string) => `${done} of ${total}`,
  },
  rate: { 'zh-CN': (rate: string) => `每秒 ${rate}`, en: (rate: string) => `${rate}/s` },
  left: { 'zh-CN': (span: string) => `约剩 ${span}`, en: (span: string) => `about ${span} left` },
  resumes: { 'zh-CN': (time: string) => `${time}继续`, en: (time: string) => `goes on ${time}` },
  interruptions: { 'zh-CN': '接管次数', en: 'Taken over' },
  failure: { 'zh-CN': '失败原因', en: 'Why it failed' },
  counts: { 'zh-CN': '结果', en: 'What came of it' },
  input: { 'zh-CN': '要求', en: 'What was asked' },
  log: { 'zh-CN': '日志', en: 'Log' },
  noLines: { 'zh-CN': '还没有日志。', en: 'No lines yet.' },
  pause: { 'zh-CN': '暂停', en: 'Pause' },
  resume: { 'zh-CN': '继续', en: 'Resume' },
  cancel: { 'zh-CN': '取消任务', en: 'Cancel' },
  cancelConfirm: {
    'zh-CN': '做完当前一页后停止，不能再继续；已完成的部分保留。',
    en: 'It ends after its present page and cannot go on; what is done stays done.',
  },
  confirmCancel: { 'zh-CN': '确认取消', en: 'Yes, cancel it' },
  empty: { 'zh-CN': '还没有任务', en: 'No jobs yet' },
  emptyHelp: {
    'zh-CN': '巡检会按计划自动开始，也可以在“巡检”页手动发起。',
    en: 'Sweeps begin by themselves; start one by hand on the page of sweeps.',
  },
  older: { 'zh-CN': '更早的任务', en: 'Older jobs' },
  conflict: { 'zh-CN': '任务当前状态不允许这样做。', en: 'That cannot be done with a job in this state.' },
} satisfies Rows;

export const jobStandings = {
  running: { 'zh-CN': '执行中', en: 'running' },
  paused: { 'zh-CN': '已暂停', en: 'paused' },
  finished: { 'zh-CN': '已完成', en: 'finished' },
  failed: { 'zh-CN': '失败', en: 'failed' },
  cancelled: { 'zh-CN': '已取消', en: 'cancelled' },
  interrupted: { 'zh-CN': '中断，待接管', en: 'interrupted' },
  queued: { 'zh-CN': '排队', en: 'queued' },
  waiting: { 'zh-CN': '等待', en: 'waiting' },
  held: { 'zh-CN': '通道停住', en: 'held' },
} satisfies Readonly<Record<JobStanding, Row<string>>>;

/** Kinds that have a name; others go by their own. */
export const jobKinds: Readonly<Record<string, Row<string>>> = {
  sweep: { 'zh-CN': '巡检', en: 'sweep' },
  repush: { 'zh-CN': '重推', en: 're-push' },
  poll: { 'zh-CN': '增量同步', en: 'poll' },
  'engine-sweep': { 'zh-CN': '引擎对账', en: 'engine sweep' },
};

export const sweeps = {
  title: { 'zh-CN': '巡检', en: 'Sweeps' },
  intro: {
    'zh-CN':
      '第一级：应有状态与平台确认的状态比对，补推差异。第二级：回查平台实际显示的内容，纠正漂移。按计划自动进行，也可手动发起。',
    en: 'Level 1 holds what should be shown against what was confirmed and pushes the differences. Level 2 reads back what platforms really show and corrects drift. Both run by themselves; start one by hand here.',
  },
  start: { 'zh-CN': '发起巡检', en: 'Start a sweep' },
  level: { 'zh-CN': '级别', en: 'Level' },
  level1: { 'zh-CN': '1 · 应有与已确认', en: '1 · desired and confirmed' },
  level2: { 'zh-CN': '2 · 已确认与回查', en: '2 · confirmed and read back' },
  checked: { 'zh-CN': '已检查', en: 'Checked' },
  scheduled: { 'zh-CN': '重新安排', en: 'Scheduled' },
  corrected: { 'zh-CN': '已纠正', en: 'Corrected' },
  reason: { 'zh-CN': '缘由', en: 'Reason' },
  took: { 'zh-CN': '用时', en: 'Took' },
  'reason-schedule': { 'zh-CN': '计划', en: 'schedule' },
  'reason-hand': { 'zh-CN': '手动', en: 'by hand' },
  'reason-routing': { 'zh-CN': '路由变更', en: 'routing' },
  'reason-platform': { 'zh-CN': '平台变更', en: 'platform' },
  report: { 'zh-CN': '报告', en: 'Report' },
  clean: { 'zh-CN': '没有差异', en: 'no differences' },
  empty: { 'zh-CN': '还没有巡检', en: 'No sweeps yet' },
  emptyHelp: { 'zh-CN': '第一次会在启动后不久自动开始。', en: 'The first begins by itself soon after the start.' },
} satisfies Rows;
