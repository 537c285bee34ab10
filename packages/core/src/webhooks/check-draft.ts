import { invalid } from './problems.ts';
import type { InvalidWebhook, WebhookDraft } from './webhooks.ts';

const mostTypes = 50;

const urlProblem = (url: string): string | null => {
  if (url.length > 2_048) return `must have at most 2048 characters, has ${url.length}`;
  if (!/^https?:\/\//i.test(url)) return 'must begin with http:// or https://';
  if (/^https?:\/\/[^/?#]*@/i.test(url)) return 'must not hold a user name or password';
  const host = /^https?:\/\/([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:[/?][\x21\x22\x24-\x5b\x5d-\x7e]*)?$/i.exec(url);
  if (host === null) return 'is no address; characters beyond ASCII must be escaped';
  return Number(host[2] ?? '1') > 65_535 ? 'has a port beyond 65535' : null;
};

const codeIssue = (code: string | undefined): InvalidWebhook | null =>
  code === undefined || /^[a-z0-9-]{1,63}$/.test(code)
    ? null
    : invalid('/code', 'must be 1 to 63 characters of a-z, 0-9 and -');

const nameIssue = (name: string | undefined): InvalidWebhook | null =>
  name === undefined || (name.trim().length > 0 && name.length <= 255)
    ? null
    : invalid('/name', 'must have 1 to 255 characters');

const urlIssue = (url: string | undefined): InvalidWebhook | null => {
  const problem = url === undefined ? null : urlProblem(url);
  return problem === null ? null : invalid('/url', problem);
};

const typesIssue = (types: WebhookDraft['types']): InvalidWebhook | null => {
  if (types === undefined || types === null) return null;
  if (types.length < 1 || types.length > mostTypes)
    return invalid('/types', `must hold 1 to ${mostTypes} types, or be null for every type`);
  const wrong = types.findIndex((type) => type.length > 100 || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*(\.\*)?$/.test(type));
  return wrong < 0
    ? null
    : invalid(`/types/${wrong}`, 'must be a type such as todo.refused, or a beginning such as todo.*');
};

/** The first thing about a draft that no endpoint allows; null when there is none. */
export const draftIssue = ({ code, name, url, types }: WebhookDraft): InvalidWebhook | null =>
  codeIssue(code) ?? nameIssue(name) ?? urlIssue(url) ?? typesIssue(types);

/** What is wrong with a secret that a caller brings along; null when nothing is. */
export const secretIssue = (secret: string): InvalidWebhook | null => {
  const [, digits = '', padding = ''] = /^whsec_([0-9A-Za-z+/]*)(={0,2})$/.exec(secret) ?? [];
  const bytes = Math.floor((digits.length * 3) / 4);
  const whole = (digits.length + padding.length) % 4 === 0;
  return whole && bytes >= 24 && bytes <= 64
    ? null
    : invalid('/secret', 'must be whsec_ and the base64 of 24 to 64 bytes');
};
