import type { Rows } from './resolve.ts';

export const signIn = {
  title: { 'zh-CN': '登录 Portico', en: 'Sign in to Portico' },
  withLink: { 'zh-CN': '用登录链接', en: 'With a sign-in link' },
  howTo: {
    'zh-CN': '在运行 Portico 的机器上执行下面的命令，打开它打印的链接。链接 15 分钟内有效，只能使用一次。',
    en: 'Run this where Portico runs, and open the link it prints. A link works once, for 15 minutes.',
  },
  withKey: { 'zh-CN': '用 API 密钥', en: 'With an API key' },
  keyLabel: { 'zh-CN': 'API 密钥', en: 'API key' },
  keyHelp: {
    'zh-CN': '首次启动时写入数据目录的 credentials.json。',
    en: 'The first start wrote one to credentials.json in the data directory.',
  },
  submit: { 'zh-CN': '登录', en: 'Sign in' },
  oneMoment: { 'zh-CN': '正在登录…', en: 'Signing you in …' },
  proceed: { 'zh-CN': '如果没有自动跳转，请点击按钮。', en: 'If nothing happens, press the button.' },
  linkUsed: {
    'zh-CN': '链接无效、已使用或已过期。请重新获取一个。',
    en: 'This link is unknown, was used, or has expired. Get another one.',
  },
  keyWrong: { 'zh-CN': 'API 密钥无效、已吊销或已过期。', en: 'This API key is unknown, revoked or expired.' },
  tooMany: {
    'zh-CN': (seconds: number) => `失败次数过多，请 ${seconds} 秒后再试。`,
    en: (seconds: number) => `Too many failures; try again in ${seconds} s.`,
  },
} satisfies Rows;

export const problemPage = {
  notFoundTitle: { 'zh-CN': '没有这个页面', en: 'There is no such page' },
  notFoundText: {
    'zh-CN': '地址可能有误，或者它已被删除。',
    en: 'The address may be wrong, or what it showed is gone.',
  },
  storeTitle: { 'zh-CN': '存储暂时不可用', en: 'The store is unavailable' },
  storeText: {
    'zh-CN': 'Portico 连不上它的数据库。数据没有丢失；恢复后会自动继续。请稍后重试。',
    en: 'Portico cannot reach its database. Nothing is lost; work goes on by itself afterwards. Try again shortly.',
  },
  dataTitle: { 'zh-CN': '数据无法保存', en: 'This cannot be stored' },
  dataText: {
    'zh-CN': '内容含有存储不接受的字符或超出限制。',
    en: 'The content holds characters or sizes that the store does not take.',
  },
  forbiddenTitle: { 'zh-CN': '没有权限', en: 'Not permitted' },
  forbiddenText: {
    'zh-CN': (scope: string) => `此操作需要权限 ${scope}，当前身份没有。`,
    en: (scope: string) => `This needs the scope ${scope}, which you do not have.`,
  },
  crossSiteTitle: { 'zh-CN': '请求被拒绝', en: 'The request was turned away' },
  crossSiteText: {
    'zh-CN': '它不是从本控制台的页面发出的。请回到控制台重新操作。',
    en: 'It did not come from a page of this console. Go back to the console and do it there.',
  },
  tooLargeTitle: { 'zh-CN': '提交的内容过大', en: 'What was sent is too large' },
  tooLargeText: { 'zh-CN': '请缩短后重试。', en: 'Make it shorter, then try again.' },
  invalidTitle: { 'zh-CN': '请求内容有误', en: 'The request does not fit' },
  conflictTitle: { 'zh-CN': '状态已变化', en: 'It changed meanwhile' },
  internalTitle: { 'zh-CN': '出错了', en: 'Something went wrong' },
  internalText: { 'zh-CN': '这是 Portico 的缺陷，已记录。', en: 'This is a defect of Portico; it is logged.' },
} satisfies Rows;
