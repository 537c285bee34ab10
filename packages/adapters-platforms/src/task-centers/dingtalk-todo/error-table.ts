import type { VendorError } from '@portico/core/task-center';

const paramError = (text: string, chinese: string, english: string, advice: VendorError['advice']): VendorError => ({
  code: text,
  meaning: { 'zh-CN': chinese, en: english },
  advice,
});

const shorten = {
  'zh-CN': '核对流程中的标题与说明；Portico 已按 1024 与 4096 个字符截断，若仍超限请降低限制。',
  en: 'See the texts of the process; Portico cuts them at 1024 and 4096 characters, so that the limits must have changed.',
};
const nothing = { 'zh-CN': '无需处理。', en: 'Nothing to do.' };
const again = { 'zh-CN': '无需处理，会自动重试。', en: 'Nothing to do, it is tried again.' };

/** What the errors of 钉钉待办 mean; docs/reference/platforms/dingtalk-todo.md. */
export const dingtalkTodoErrors: readonly VendorError[] = [
  paramError('task exist', '该 sourceId 的待办已存在', 'There is a to-do with this sourceId already', nothing),
  paramError('task not exist', '待办不在钉钉上', 'The to-do is not there', {
    'zh-CN': '无需处理：撤回视为完成，修改会重新创建。',
    en: 'Nothing to do: a withdrawal counts as done, a change creates it again.',
  }),
  paramError('task not belong to bizTag', '待办由另一个应用创建', 'Another app created the to-do', {
    'zh-CN': '核对 AppKey；更换应用后，旧应用创建的待办须由旧应用删除。',
    en: 'Check AppKey; what a former app created must be deleted by that app.',
  }),
  paramError('subject is oversize', '标题过长', 'The title is too long', shorten),
  paramError('description is oversize', '描述过长', 'The description is too long', shorten),
  paramError('dueTime is invalid', '截止时间无效', 'The due time is not valid', {
    'zh-CN': '核对流程中的截止时间，再整组重推。',
    en: 'Correct the due time in the process, then push the group.',
  }),
  paramError('paramError', '某个参数不被接受，多为人员 unionId 不对', 'A parameter is not taken; mostly a union id', {
    'zh-CN': '核对该人员的映射与操作人 unionId，再整组重推。',
    en: 'Check the person’s mapping and the operator’s union id, then push the group.',
  }),
  paramError('flowControl', '按执行人或企业限流', 'Too many for this person or organisation', {
    'zh-CN': '无需处理，会自动延后；若持续，为平台设置速率。',
    en: 'Nothing to do, it waits; if it lasts, set a rate for the platform.',
  }),
  paramError('lockError', '同一 sourceId 正在处理', 'The same sourceId is being worked on', again),
  paramError('systemError', '钉钉内部错误', 'An error inside DingTalk', again),
  paramError('InvalidAuthentication', '访问令牌失效', 'The access token is dead', nothing),
  paramError('40014', '访问令牌失效', 'The access token is dead', nothing),
  paramError('invalidClientIdOrSecret', 'AppKey 或 AppSecret 错误', 'AppKey or AppSecret are wrong', {
    'zh-CN': '在开放平台核对应用凭据，改正后通道会自动打开。',
    en: 'Check the app’s credentials; the lane opens once they are corrected.',
  }),
  paramError('HTTP 403', '应用没有待办权限', 'The app lacks the permission for to-dos', {
    'zh-CN': '在开放平台为应用开通待办读写权限。',
    en: 'Give the app the permission to read and write to-dos.',
  }),
];
