import type { Rows } from './resolve.ts';

export const profiles = {
  title: { 'zh-CN': '配置文档与试算', en: 'Profile and try-out' },
  open: { 'zh-CN': '配置文档与试算', en: 'Profile and try-out' },
  intro: {
    'zh-CN':
      '用示例或真实待办试算：看会发出什么请求（密钥已遮盖），再粘贴一个应答，看它会被判定为什么。什么都不会发送。',
    en: 'Try it with a sample or a real to-do: see the request it would send (secrets masked), then paste an answer and see what it would be taken for. Nothing is sent.',
  },
  builtIn: {
    'zh-CN': '内置类型的配置文档不能修改，可以试算。要自定义，请新建“配置文档”类型的平台。',
    en: 'The profile of a built-in kind cannot be changed, but tried out. For one of your own, make a platform of the kind “profile”.',
  },
  document: { 'zh-CN': '配置文档（JSON）', en: 'Profile (JSON)' },
  sample: { 'zh-CN': '试算', en: 'Try-out' },
  operation: { 'zh-CN': '操作', en: 'Operation' },
  todo: { 'zh-CN': '真实待办的 ID', en: 'Id of a real to-do' },
  todoHelp: { 'zh-CN': '任务 ID:处理人 ID；留空用示例。', en: 'Task id:assignee id; empty: a sample.' },
  status: { 'zh-CN': '应答状态码', en: 'Status of the answer' },
  answer: { 'zh-CN': '应答内容', en: 'Body of the answer' },
  answerHelp: { 'zh-CN': '留空则只看请求。', en: 'Empty: only the request is shown.' },
  contentType: { 'zh-CN': '应答 Content-Type', en: 'Content type of the answer' },
  tryOut: { 'zh-CN': '试算', en: 'Try it out' },
  save: { 'zh-CN': '保存为新修订', en: 'Save as a new revision' },
  revision: { 'zh-CN': (revision: string) => `修订 ${revision}`, en: (revision: string) => `revision ${revision}` },
  result: { 'zh-CN': '试算结果', en: 'What came of it' },
  wouldSend: { 'zh-CN': '会发出的请求', en: 'What would be sent' },
  wouldBe: { 'zh-CN': '应答会被判定为', en: 'The answer would be taken for' },
  refusal: { 'zh-CN': '不会发送：', en: 'Nothing would be sent:' },
  'found-as-sent': { 'zh-CN': '平台显示所发内容', en: 'it shows what was sent' },
  'found-existed': { 'zh-CN': '平台上已存在', en: 'it was there already' },
  'found-missing': { 'zh-CN': '平台上不存在', en: 'it is not there' },
  remoteId: { 'zh-CN': '平台侧 ID', en: 'Id there' },
  errors: { 'zh-CN': '配置文档有误', en: 'The profile is not right' },
  line: { 'zh-CN': (line: string) => `第 ${line} 行`, en: (line: string) => `line ${line}` },
  notJson: {
    'zh-CN': (line: string) => `第 ${line} 行起不是有效的 JSON`,
    en: (line: string) => `not JSON from line ${line} on`,
  },
  badStatus: { 'zh-CN': '须为 100 至 599', en: 'must be 100 to 599' },
} satisfies Rows;
