import type { AttemptOutcome, ClosedReason } from '@portico/core/work';
import type { RemoteState, SyncState, TodoState, Decision } from '@portico/core/task-center';
import type { Urgency } from '@portico/core/workflow';
import type { Row } from './resolve.ts';

type Words<Name extends string> = Readonly<Record<Name, Row<string>>>;

export const syncWords = {
  agreed: { 'zh-CN': '已一致', en: 'agreed' },
  pending: { 'zh-CN': '同步中', en: 'pending' },
  failing: { 'zh-CN': '重试中', en: 'failing' },
  refused: { 'zh-CN': '被拒绝', en: 'refused' },
  exhausted: { 'zh-CN': '重试耗尽', en: 'exhausted' },
  undecidable: { 'zh-CN': '无法判定', en: 'undecidable' },
  poison: { 'zh-CN': '致崩停放', en: 'poison' },
  withdrawn: { 'zh-CN': '人工撤回', en: 'withdrawn' },
  ignored: { 'zh-CN': '已忽略', en: 'ignored' },
} satisfies Words<SyncState>;

export const syncMeanings = {
  agreed: { 'zh-CN': '平台显示的就是应有状态。', en: 'The platform shows what it should.' },
  pending: { 'zh-CN': '正在送达，尚未确认。', en: 'On its way, not confirmed yet.' },
  failing: { 'zh-CN': '推送失败过，将自动重试。', en: 'It failed and is tried again by itself.' },
  refused: {
    'zh-CN': '平台拒绝接收，需修正内容或配置后重推。',
    en: 'The platform will not take it. Correct the content or the settings, then push.',
  },
  exhausted: {
    'zh-CN': '已达重试上限；平台恢复后自动重推，也可立即推送。',
    en: 'The limit of retries is reached. It is tried again when the platform recovers, or push now.',
  },
  undecidable: {
    'zh-CN': '创建的应答丢失，且平台无法查询：请到平台核对后再决定。',
    en: 'The answer to a creation was lost and the platform cannot be asked: look there, then decide.',
  },
  poison: {
    'zh-CN': '多次使工作进程中断，已停放：请查看最近一次请求。',
    en: 'It interrupted its worker repeatedly and was set aside: look at its last request.',
  },
  withdrawn: { 'zh-CN': '人工从平台撤回，恢复前不再显示。', en: 'Taken away by hand until restored.' },
  ignored: { 'zh-CN': '人工忽略，平台上保持现状，直到恢复。', en: 'Left as it is by hand, until restored.' },
} satisfies Words<SyncState>;

export const todoStateWords = {
  open: { 'zh-CN': '待办', en: 'open' },
  done: { 'zh-CN': '已办', en: 'done' },
  withdrawn: { 'zh-CN': '已撤', en: 'withdrawn' },
} satisfies Words<TodoState>;

export const urgencyWords = {
  low: { 'zh-CN': '不急', en: 'low' },
  normal: { 'zh-CN': '一般', en: 'normal' },
  urgent: { 'zh-CN': '紧急', en: 'urgent' },
  critical: { 'zh-CN': '特急', en: 'critical' },
} satisfies Words<Urgency>;

export const remoteWords = {
  absent: { 'zh-CN': '无', en: 'not there' },
  open: { 'zh-CN': '待办', en: 'open' },
  done: { 'zh-CN': '已办', en: 'done' },
  present: { 'zh-CN': '存在，内容未知', en: 'there, contents unknown' },
} satisfies Words<RemoteState>;

export const outcomeWords = {
  done: { 'zh-CN': '成功', en: 'done' },
  deferred: { 'zh-CN': '推迟', en: 'deferred' },
  failed: { 'zh-CN': '失败', en: 'failed' },
  refused: { 'zh-CN': '拒绝', en: 'refused' },
  unknown: { 'zh-CN': '应答丢失', en: 'answer lost' },
  undecidable: { 'zh-CN': '无法判定', en: 'undecidable' },
  credentials: { 'zh-CN': '凭据无效', en: 'credentials' },
  interrupted: { 'zh-CN': '中断', en: 'interrupted' },
  released: { 'zh-CN': '未发送', en: 'not sent' },
} satisfies Words<AttemptOutcome>;

/** What somebody should do about an outcome that keeps coming. */
export const outcomeAdvice = {
  done: { 'zh-CN': '无需处理。', en: 'Nothing to do.' },
  deferred: {
    'zh-CN': '平台限流或对象未就绪，会自动再来；若持续，请调低速率。',
    en: 'Throttled, or its parent is not there yet. It comes back by itself; if it lasts, lower the rate.',
  },
  failed: {
    'zh-CN': '会自动重试；若持续，请测试连接并联系平台方。',
    en: 'It is tried again by itself. If it lasts, test the connection and ask the platform.',
  },
  refused: {
    'zh-CN': '按原因修正内容、字段映射或权限，再点“立即推送”。',
    en: 'Correct the content, the mapping or the permission the reason names, then push now.',
  },
  unknown: {
    'zh-CN': '以相同标识重发或回查，会自动澄清。',
    en: 'It is sent again under the same identity, or read back, until that is clear.',
  },
  undecidable: {
    'zh-CN': '到平台核对：已存在则“标记为一致”，否则“立即推送”。',
    en: 'Look at the platform: mark as agreed if it is there, else push now.',
  },
  credentials: {
    'zh-CN': '在平台页更新凭据，再重新打开通道。',
    en: 'Update the credentials on the platform’s page, then reopen its lane.',
  },
  interrupted: { 'zh-CN': '工作进程中断，会自动接管重试。', en: 'A worker was lost; another takes over by itself.' },
  released: { 'zh-CN': '停机前未发送，会自动继续。', en: 'Not sent before a shutdown; it goes on by itself.' },
} satisfies Words<AttemptOutcome>;

export type LaneState = 'open' | 'paused' | 'probing' | 'disabled' | ClosedReason;

export const laneWords = {
  open: { 'zh-CN': '运行中', en: 'running' },
  paused: { 'zh-CN': '已暂停', en: 'paused' },
  probing: { 'zh-CN': '试探中', en: 'probing' },
  disabled: { 'zh-CN': '已停用', en: 'disabled' },
  throttled: { 'zh-CN': '被限流', en: 'throttled' },
  breaker: { 'zh-CN': '已熔断', en: 'breaker open' },
  credentials: { 'zh-CN': '凭据无效', en: 'credentials rejected' },
} satisfies Words<LaneState>;

export const laneMeanings = {
  open: { 'zh-CN': '正常推送。', en: 'Pushing as usual.' },
  paused: {
    'zh-CN': '人工暂停，待办在排队，恢复后补齐。',
    en: 'Paused by hand; work waits and catches up afterwards.',
  },
  probing: {
    'zh-CN': '熔断结束，用单个请求试探平台是否恢复。',
    en: 'The breaker has closed; single requests find out whether the platform is back.',
  },
  disabled: { 'zh-CN': '平台未启用，不推送。', en: 'The platform is not enabled and gets nothing.' },
  throttled: { 'zh-CN': '平台要求放慢，到时自动继续。', en: 'The platform asked to slow down; it goes on by itself.' },
  breaker: {
    'zh-CN': '连续失败，暂不打扰平台，到时自动试探。',
    en: 'It kept failing; the platform is left alone and probed by itself.',
  },
  credentials: {
    'zh-CN': '平台拒绝我们的凭据，请更新后重新打开。',
    en: 'The platform rejects our credentials. Update them, then reopen.',
  },
} satisfies Words<LaneState>;

export const decisionWords = {
  'push-now': { 'zh-CN': '立即推送', en: 'Push now' },
  withdraw: { 'zh-CN': '撤回', en: 'Withdraw' },
  agree: { 'zh-CN': '标记为一致', en: 'Mark as agreed' },
  ignore: { 'zh-CN': '忽略', en: 'Ignore' },
  restore: { 'zh-CN': '恢复', en: 'Restore' },
} satisfies Words<Decision>;

export const actionWords: Readonly<Record<string, Row<string>>> = {
  start: { 'zh-CN': '发起', en: 'start' },
  end: { 'zh-CN': '结束', en: 'end' },
  receive: { 'zh-CN': '接收', en: 'receive' },
  reassign: { 'zh-CN': '变更审批人', en: 'reassign' },
  urge: { 'zh-CN': '催办', en: 'urge' },
  complete: { 'zh-CN': '审批完成', en: 'complete' },
  terminate: { 'zh-CN': '终止', en: 'terminate' },
  delete: { 'zh-CN': '删除实例', en: 'delete' },
  revert: { 'zh-CN': '撤回/退回', en: 'revert' },
  assert: { 'zh-CN': '告知状态', en: 'told' },
  routing: { 'zh-CN': '路由规则', en: 'routing rule' },
};

export const operationWords: Readonly<Record<string, Row<string>>> = {
  create: { 'zh-CN': '创建', en: 'create' },
  update: { 'zh-CN': '更新', en: 'update' },
  complete: { 'zh-CN': '办结', en: 'complete' },
  withdraw: { 'zh-CN': '撤回', en: 'withdraw' },
  verify: { 'zh-CN': '回查', en: 'read back' },
};
