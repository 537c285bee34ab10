import type { AttentionKind } from '@portico/core/task-center';
import type { Row, Rows } from './resolve.ts';

type Words<Name extends string> = Readonly<Record<Name, Row<string>>>;

export const attention = {
  title: { 'zh-CN': '需要处理', en: 'Needs attention' },
  allWell: { 'zh-CN': '一切正常，没有需要处理的事项。', en: 'All is well: nothing waits for a person.' },
  allWellHelp: {
    'zh-CN': '想看看：各平台的健康状况在下方；趋势见“统计”；要核对平台实际显示的内容，发起一次巡检。',
    en: 'To look around: each platform’s health is below, trends are under Statistics, and a sweep compares what platforms really show.',
  },
  byItself: { 'zh-CN': '会自行恢复', en: 'ends by itself' },
  waiting: { 'zh-CN': (count: string) => `${count} 个对象在等待。`, en: (count: string) => `${count} objects wait.` },
  since: { 'zh-CN': (time: string) => `最早始于${time}。`, en: (time: string) => `The first ${time}.` },
  until: { 'zh-CN': (time: string) => `预计${time}再试。`, en: (time: string) => `Next try ${time}.` },
  count: { 'zh-CN': (count: string) => `${count} 个`, en: (count: string) => count },
  causes: {
    'zh-CN': (count: string) => `另有 ${count} 种原因。`,
    en: (count: string) => `And ${count} other causes.`,
  },
  overdue: {
    'zh-CN': (span: string) => `最久的已等待 ${span}。`,
    en: (span: string) => `The oldest has waited ${span}.`,
  },
  sweepOf: { 'zh-CN': '巡检', en: 'Sweep' },
} satisfies Rows;

/** What is the matter, in one sentence. */
export const attentionSentences = {
  credentials: {
    'zh-CN': '平台拒绝我们的凭据，推送已停止：更新凭据后重新打开通道。',
    en: 'The platform rejects our credentials and gets nothing: update them, then reopen the lane.',
  },
  stuck: {
    'zh-CN': '到期的对象没有人处理：检查工作进程是否在运行、是否负责这个通道、并发是否足够。',
    en: 'What is due is not being done: see whether a worker runs, serves this lane, and can keep up.',
  },
  undecidable: {
    'zh-CN': '应答丢失且无法查询，需要人到平台核对后决定。',
    en: 'Answers were lost and the platform cannot be asked: somebody has to look there and decide.',
  },
  poison: {
    'zh-CN': '多次使工作进程中断而停放：查看最近的请求，再决定是否重推。',
    en: 'They interrupted their worker repeatedly and were set aside: look at the last request, then push.',
  },
  unmapped: {
    'zh-CN': '有人在该平台没有对应的编号：补充人员映射后自动重推。',
    en: 'Somebody has no id at this platform: add the mapping, and they are pushed by themselves.',
  },
  refused: {
    'zh-CN': '平台拒绝接收：按原因修正内容、映射或权限，再整组重推。',
    en: 'The platform will not take them: correct what the cause names, then push the group.',
  },
  'job-failed': { 'zh-CN': '任务失败：查看原因后重新发起。', en: 'A job failed: see why, then start it again.' },
  'job-silent': {
    'zh-CN': '任务没有动静：等待接管，或检查工作进程。',
    en: 'A job shows no sign of life: wait for its takeover, or see to the workers.',
  },
  'job-asks': {
    'zh-CN': '任务在等待答复：确认后恢复，否则取消。',
    en: 'A job has asked and waits for the answer: resume it to agree, or cancel it.',
  },
  'engine-away': {
    'zh-CN': '数据源没有应答：检查地址、账号与查询。',
    en: 'A source does not answer: see to its address, its account and its question.',
  },
  'sweep-failed': {
    'zh-CN': '巡检没有做完：查看原因，再发起一次。',
    en: 'A sweep did not get through: see why, then start another.',
  },
  exhausted: {
    'zh-CN': '已达重试上限：平台恢复后自动重推，也可立即整组重推。',
    en: 'The limit of retries is reached: they are tried when the platform recovers, or push them now.',
  },
  breaker: {
    'zh-CN': '连续失败，暂停打扰平台，到时自动试探：若持续，请联系平台方。',
    en: 'It kept failing and is left alone for a while: if it lasts, ask the platform.',
  },
  'endpoint-disabled': {
    'zh-CN': '回调地址已停用，不再通知对方：与对方确认后启用。',
    en: 'A webhook endpoint is disabled and told nothing: settle it with its owner, then enable it.',
  },
  paused: { 'zh-CN': '通道已人工暂停：处理完后记得恢复。', en: 'The lane is paused by hand: remember to resume it.' },
  throttled: {
    'zh-CN': '平台要求放慢，到时自动继续；若频繁出现，请调低速率。',
    en: 'The platform asked to slow down and is obeyed: if it happens often, lower the rate.',
  },
  disabled: { 'zh-CN': '平台未启用，待办不会推送到那里。', en: 'The platform is disabled and gets nothing.' },
  failing: { 'zh-CN': '推送失败过，正在自动重试。', en: 'They failed and are tried again by themselves.' },
} satisfies Words<AttentionKind>;

/** What to do there, as a link says it. */
export const attentionActions = {
  credentials: { 'zh-CN': '更新凭据', en: 'Update the credentials' },
  stuck: { 'zh-CN': '查看平台', en: 'See the platform' },
  undecidable: { 'zh-CN': '核对并决定', en: 'Look and decide' },
  poison: { 'zh-CN': '查看', en: 'Look' },
  unmapped: { 'zh-CN': '查看是谁', en: 'See who' },
  refused: { 'zh-CN': '按原因处理', en: 'Act by cause' },
  'job-failed': { 'zh-CN': '查看任务', en: 'See the job' },
  'job-silent': { 'zh-CN': '查看任务', en: 'See the job' },
  'job-asks': { 'zh-CN': '查看并答复', en: 'Look and answer' },
  'engine-away': { 'zh-CN': '查看任务', en: 'See the job' },
  'sweep-failed': { 'zh-CN': '查看巡检', en: 'See the sweep' },
  exhausted: { 'zh-CN': '按原因处理', en: 'Act by cause' },
  breaker: { 'zh-CN': '查看平台', en: 'See the platform' },
  'endpoint-disabled': { 'zh-CN': '查看', en: 'Look' },
  paused: { 'zh-CN': '恢复', en: 'Resume' },
  throttled: { 'zh-CN': '查看平台', en: 'See the platform' },
  disabled: { 'zh-CN': '查看平台', en: 'See the platform' },
  failing: { 'zh-CN': '查看原因', en: 'See the causes' },
} satisfies Words<AttentionKind>;

export const attentionNames = {
  credentials: { 'zh-CN': '凭据无效', en: 'credentials rejected' },
  stuck: { 'zh-CN': '无人处理', en: 'not being done' },
  undecidable: { 'zh-CN': '无法判定', en: 'undecidable' },
  poison: { 'zh-CN': '致崩停放', en: 'poison' },
  unmapped: { 'zh-CN': '人员未映射', en: 'people not mapped' },
  refused: { 'zh-CN': '被拒绝', en: 'refused' },
  'job-failed': { 'zh-CN': '任务失败', en: 'job failed' },
  'job-silent': { 'zh-CN': '任务无响应', en: 'job silent' },
  'job-asks': { 'zh-CN': '等待答复', en: 'a job asks' },
  'engine-away': { 'zh-CN': '数据源无应答', en: 'source away' },
  'sweep-failed': { 'zh-CN': '巡检失败', en: 'sweep failed' },
  exhausted: { 'zh-CN': '重试耗尽', en: 'exhausted' },
  breaker: { 'zh-CN': '已熔断', en: 'breaker open' },
  'endpoint-disabled': { 'zh-CN': '回调停用', en: 'webhook disabled' },
  paused: { 'zh-CN': '已暂停', en: 'paused' },
  throttled: { 'zh-CN': '被限流', en: 'throttled' },
  disabled: { 'zh-CN': '已停用', en: 'disabled' },
  failing: { 'zh-CN': '重试中', en: 'failing' },
} satisfies Words<AttentionKind>;
