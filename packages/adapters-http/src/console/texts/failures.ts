import type { Rows } from './resolve.ts';

export const failures = {
  title: { 'zh-CN': '失败归因', en: 'Failures by cause' },
  intro: {
    'zh-CN': '停放和重试中的对象，按平台、状态和原因归组；编号、时间和地址已隐去（#），错误码保留。',
    en: 'What is parked or failing, put together by platform, standing and cause. Ids, times and addresses are masked (#), codes are kept.',
  },
  empty: { 'zh-CN': '没有失败', en: 'Nothing fails' },
  emptyHelp: {
    'zh-CN': '所有对象要么已一致，要么正在送达。想确认平台显示的内容，可发起一次巡检。',
    en: 'Everything either agrees or is on its way. To make sure of what platforms show, start a sweep.',
  },
  emptyOther: { 'zh-CN': '这一组已经没有对象了', en: 'Nothing is left in this group' },
  emptyOtherHelp: {
    'zh-CN': '它们已处理、正在重试，或因别的原因失败。',
    en: 'They were dealt with, are being tried again, or fail for another cause now.',
  },
  platform: { 'zh-CN': '平台', en: 'Platform' },
  standing: { 'zh-CN': '状态', en: 'Standing' },
  cause: { 'zh-CN': '原因', en: 'Cause' },
  noCause: { 'zh-CN': '没有记录原因', en: 'No cause is recorded' },
  count: { 'zh-CN': '数量', en: 'Count' },
  objects: {
    'zh-CN': (count: string) => `${count} 个对象`,
    en: (count: string) => (count === '1' ? '1 object' : `${count} objects`),
  },
  uncertain: { 'zh-CN': (count: string) => `其中 ${count} 个待澄清`, en: (count: string) => `${count} uncertain` },
  since: { 'zh-CN': '最早', en: 'Since' },
  latest: { 'zh-CN': '最近', en: 'Latest' },
  example: { 'zh-CN': '例如', en: 'For example' },
  unknownObject: { 'zh-CN': '流程中已不存在', en: 'no longer known to the workflow' },
  andMore: { 'zh-CN': (count: string) => `等 ${count} 条待办`, en: (count: string) => `and ${count} to-dos in all` },
  words: { 'zh-CN': '平台原话', en: 'In the platform’s words' },
  meaning: { 'zh-CN': '含义', en: 'What it means' },
  advice: { 'zh-CN': '怎么办', en: 'What to do' },
  open: { 'zh-CN': '查看并处理', en: 'Look and act' },
  filter: { 'zh-CN': '只看', en: 'Only' },
  bulk: { 'zh-CN': '整组处理', en: 'Decide about the whole group' },
  bulkHelp: {
    'zh-CN': '先试算数量，确认后才执行。',
    en: 'Each is counted first and only done after you confirm.',
  },
  askPush: {
    'zh-CN': '这些对象将立即重推，排在实时推送之后；不会重复创建平台能识别的对象。',
    en: 'They are pushed again at once, behind what is live. Where the platform deduplicates, nothing is created twice.',
  },
  askAgree: {
    'zh-CN': '您已到平台核对，它们显示的就是应有状态？此后不再推送当前版本。',
    en: 'You have looked, and the platform shows what it should of all of these? These versions are not pushed any more.',
  },
  askIgnore: {
    'zh-CN': '让平台保持现状？恢复之前，这些对象的后续变化都不再推送。',
    en: 'Leave the platform as it is? No later change of these is pushed until restored, one by one.',
  },
  askWithdraw: {
    'zh-CN': '从平台撤回这些对象？恢复之前，平台上的人看不到它们。',
    en: 'Take these away from the platform? People there will not see them until restored, one by one.',
  },
  trial: {
    'zh-CN': (decision: string, count: string) => `试算：“${decision}”将涉及 ${count} 个对象。`,
    en: (decision: string, count: string) => `Counted: “${decision}” would be about ${count} objects.`,
  },
  trialNothing: { 'zh-CN': '试算：没有对象。', en: 'Counted: nothing.' },
  confirm: {
    'zh-CN': (decision: string, count: string) => `确认：${decision} ${count} 个`,
    en: (decision: string, count: string) => `Yes: ${decision.toLowerCase()}, ${count}`,
  },
  cancel: { 'zh-CN': '取消', en: 'Cancel' },
  report: {
    'zh-CN': (decided: string, skipped: string) =>
      `已处理 ${decided} 个，跳过 ${skipped} 个（正在推送，或流程中已不存在）。`,
    en: (decided: string, skipped: string) =>
      `${decided} done, ${skipped} passed over: being attempted, or no longer known to the workflow.`,
  },
  reportTitle: { 'zh-CN': '处理结果', en: 'Report' },
  reportMore: {
    'zh-CN': '这一组还有对象，可继续处理。',
    en: 'There is more in this group; you can go on.',
  },
  goOn: { 'zh-CN': '继续处理', en: 'Go on' },
  list: { 'zh-CN': '组内对象', en: 'Objects of this group' },
  matter: { 'zh-CN': '事项', en: 'Matter' },
  who: { 'zh-CN': '处理人', en: 'Assignee' },
  said: { 'zh-CN': '最近一次', en: 'Latest attempt' },
  nextPage: { 'zh-CN': '下一页', en: 'Next page' },
  platformOff: {
    'zh-CN': '该平台未启用或无法打开：启用后才能处理。',
    en: 'The platform is disabled or cannot be opened: enable it to act.',
  },
  curl: { 'zh-CN': '用接口做同样的事', en: 'The same with the API' },
} satisfies Rows;

export const undecidable = {
  title: { 'zh-CN': '无法判定', en: 'What cannot be decided' },
  intro: {
    'zh-CN':
      '创建请求已发出而应答丢失，平台既不去重也不能查询：只有人能判断它是否已经存在。下面左右对照发出与收到的内容。',
    en: 'A creation was sent and its answer was lost, and the platform neither deduplicates nor can be asked: only a person can tell whether it is there. What was sent stands beside what came back.',
  },
  empty: { 'zh-CN': '没有需要判定的对象', en: 'Nothing waits for a decision' },
  emptyHelp: {
    'zh-CN': '应答丢失的请求都已自动澄清。若平台支持查询或去重，可在平台配置中声明，以减少人工判定。',
    en: 'Every lost answer has been cleared up. Where a platform can be asked or deduplicates, say so in its profile: then nobody has to decide.',
  },
  sent: { 'zh-CN': '发出的', en: 'What was sent' },
  received: { 'zh-CN': '收到的', en: 'What came back' },
  sentAt: { 'zh-CN': '发送时间', en: 'Sent' },
  noSent: {
    'zh-CN': '没有保存请求内容（工作进程中断，或已过保留期）。',
    en: 'No request is kept: its worker was lost, or its retention is over.',
  },
  readBack: { 'zh-CN': '回查', en: 'Read-back' },
  noReadBack: { 'zh-CN': '该平台不能查询，或查询没有结果。', en: 'This platform cannot be asked, or had no answer.' },
  isThere: { 'zh-CN': '平台上已存在', en: 'It is there' },
  isThereHelp: {
    'zh-CN': '标记为一致：不再发送，避免重复。若其实不存在，处理人将看不到这条待办，直到它再次变化。',
    en: 'Mark as agreed: nothing is sent, so nothing is doubled. If it is not there after all, the assignee misses it until it changes again.',
  },
  isNotThere: { 'zh-CN': '平台上不存在', en: 'It is not there' },
  isNotThereHelp: {
    'zh-CN': '立即推送：再创建一次。若其实已存在，平台上会出现两条。',
    en: 'Push now: it is created again. If it is there after all, people see it twice.',
  },
  lookThere: {
    'zh-CN': '先到平台核对：按标题、处理人和时间查找。',
    en: 'Look at the platform first: by title, assignee and time.',
  },
  gone: {
    'zh-CN': '流程中已不存在，请按组处理。',
    en: 'The workflow no longer knows it; decide about its group.',
  },
  whole: { 'zh-CN': '整组处理', en: 'Decide about the group' },
} satisfies Rows;
