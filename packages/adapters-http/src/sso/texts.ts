import type { FeedState } from '@portico/core/task-center';
import type { RejectionCode } from '@portico/core/sign-in';
import type { Urgency } from '@portico/core/workflow';
import type { Language } from '../problems/problems.ts';

/** What can go wrong while somebody signs in. */
export type SsoProblem =
  | RejectionCode
  | 'PROVIDER_UNKNOWN'
  | 'RETURN_REFUSED'
  | 'ATTEMPT_UNKNOWN'
  | 'REQUEST_UNREADABLE'
  | 'TOO_MANY'
  | 'CROSS_SITE'
  | 'STORE'
  | 'DEFECT';

interface ProblemText {
  readonly title: string;
  readonly advice: string;
}

export interface SsoTexts {
  readonly todos: string;
  readonly states: Readonly<Record<FeedState, string>>;
  readonly nothing: string;
  readonly title: string;
  readonly urgencyTitle: string;
  readonly since: string;
  readonly from: (name: string) => string;
  readonly urgency: Readonly<Record<Urgency, string>>;
  readonly more: string;
  readonly signedInAs: (name: string) => string;
  readonly signOut: string;
  readonly signedOut: string;
  readonly signedOutHint: string;
  readonly signOutThere: string;
  readonly reallySignOut: string;
  readonly choose: string;
  readonly chooseHint: string;
  readonly again: string;
  readonly requestId: (id: string) => string;
  readonly problems: Readonly<Record<SsoProblem, ProblemText>>;
}

const operator = {
  'zh-CN': '请联系管理员，并告知下面的请求编号。',
  en: 'Please tell an administrator, with the request id below.',
} as const;

const zh: SsoTexts = {
  todos: '我的待办',
  states: { open: '待办', done: '已办', all: '全部' },
  nothing: '没有事项。',
  title: '事项',
  urgencyTitle: '紧急程度',
  since: '接收时间',
  from: (name) => `发起人：${name}`,
  urgency: { low: '不急', normal: '一般', urgent: '紧急', critical: '特急' },
  more: '下一页',
  signedInAs: (name) => `当前用户：${name}`,
  signOut: '退出登录',
  signedOut: '已退出登录',
  signedOutHint: '您在此处的会话已结束。统一身份认证可能仍保持登录。',
  signOutThere: '同时退出统一身份认证',
  reallySignOut: '确定要退出登录吗？',
  choose: '选择登录方式',
  chooseHint: '请选择您的账号所在的认证系统。',
  again: '重新登录',
  requestId: (id) => `请求编号：${id}`,
  problems: {
    TICKET_INVALID: { title: '登录凭据无效', advice: '登录凭据无效、已被使用或已过期，请重新登录。' },
    SERVICE_MISMATCH: { title: '认证系统拒绝了本系统的地址', advice: operator['zh-CN'] },
    PROVIDER_MISCONFIGURED: { title: '登录方式配置有误', advice: operator['zh-CN'] },
    PROVIDER_UNREACHABLE: { title: '认证系统暂时无法访问', advice: '请稍后重新登录。' },
    ANSWER_UNREADABLE: { title: '无法识别认证系统的应答', advice: operator['zh-CN'] },
    SIGN_IN_DENIED: { title: '认证系统拒绝了登录', advice: '您可能取消了登录，或没有使用权限。' },
    PROVIDER_UNKNOWN: { title: '没有这种登录方式', advice: '链接可能有误，或该登录方式已停用。' },
    RETURN_REFUSED: { title: '不能跳转到该地址', advice: '该地址不在允许返回的名单中。请联系管理员。' },
    ATTEMPT_UNKNOWN: { title: '登录未能完成', advice: '登录不是从此浏览器开始的，或已超时、已完成。请重新打开链接。' },
    REQUEST_UNREADABLE: { title: '请求有误', advice: '链接不完整或参数重复，请重新打开链接。' },
    TOO_MANY: { title: '请求过于频繁', advice: '请稍等片刻再试。' },
    CROSS_SITE: { title: '请求来自其他网站', advice: '请在本页面上操作。' },
    STORE: { title: '系统暂时不可用', advice: '请稍后重试。' },
    DEFECT: { title: '系统内部错误', advice: operator['zh-CN'] },
  },
};

const en: SsoTexts = {
  todos: 'My to-dos',
  states: { open: 'Open', done: 'Done', all: 'All' },
  nothing: 'There is nothing here.',
  title: 'To-do',
  urgencyTitle: 'Urgency',
  since: 'Since',
  from: (name) => `From ${name}`,
  urgency: { low: 'low', normal: 'normal', urgent: 'urgent', critical: 'critical' },
  more: 'Next page',
  signedInAs: (name) => `Signed in as ${name}`,
  signOut: 'Sign out',
  signedOut: 'Signed out',
  signedOutHint: 'Your session here has ended. You may still be signed in at the identity provider.',
  signOutThere: 'Sign out there, too',
  reallySignOut: 'Do you want to sign out?',
  choose: 'Choose how to sign in',
  chooseHint: 'Choose the system that your account belongs to.',
  again: 'Sign in again',
  requestId: (id) => `Request id: ${id}`,
  problems: {
    TICKET_INVALID: {
      title: 'The ticket is not valid',
      advice: 'It is unknown, was used before, or has expired. Please sign in again.',
    },
    SERVICE_MISMATCH: { title: 'The identity provider refused our address', advice: operator.en },
    PROVIDER_MISCONFIGURED: { title: 'This way to sign in is not set up right', advice: operator.en },
    PROVIDER_UNREACHABLE: { title: 'The identity provider is out of reach', advice: 'Please sign in again later.' },
    ANSWER_UNREADABLE: { title: 'The identity provider’s answer cannot be read', advice: operator.en },
    SIGN_IN_DENIED: {
      title: 'The identity provider refused the sign-in',
      advice: 'You may have cancelled it, or you may lack the right to use this system.',
    },
    PROVIDER_UNKNOWN: {
      title: 'There is no such way to sign in',
      advice: 'The link may be wrong, or this way to sign in is switched off.',
    },
    RETURN_REFUSED: {
      title: 'This address cannot be gone to',
      advice: 'It is not on the list of places that people are sent back to. Please tell an administrator.',
    },
    ATTEMPT_UNKNOWN: {
      title: 'The sign-in could not be completed',
      advice: 'It did not begin in this browser, took too long, or has ended already. Please open the link again.',
    },
    REQUEST_UNREADABLE: {
      title: 'The request cannot be read',
      advice: 'The link is incomplete, or holds something twice. Please open it again.',
    },
    TOO_MANY: { title: 'Too many requests', advice: 'Please wait a moment and try again.' },
    CROSS_SITE: { title: 'The request came from another site', advice: 'Please use the form on this page.' },
    STORE: { title: 'The system is not available at present', advice: 'Please try again.' },
    DEFECT: { title: 'Something went wrong in the server', advice: operator.en },
  },
};

export const ssoTexts: Readonly<Record<Language, SsoTexts>> = { 'zh-CN': zh, en };
