import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { EngineSource, SourceContext, SourceKind, SourceRow, SourceTrouble } from '@portico/core/sources';
import type { ConfigField, SettingsInvalid, SettingsIssue } from '@portico/core/task-center';
import type { Dispatcher } from 'undici';
import { createRedaction } from '../../http/redaction.ts';
import { createVendorAgent, createVendorClient } from '../../http/vendor-client.ts';
import { compileQuestion, type Question } from './question.ts';

export interface HttpSourceOptions {
  /** Connections to engines; keep-alive and separate for each origin unless set. */
  readonly dispatcher?: Dispatcher;
}

const longestMs = 30_000;

const field = (
  name: string,
  type: ConfigField['type'],
  label: ConfigField['label'],
  help: ConfigField['help'],
  required = false,
): ConfigField => ({
  name,
  label,
  help,
  type,
  required,
  default: null,
  min: null,
  max: type === 'json' ? null : 2_000,
  choices: null,
});

const configFields: readonly ConfigField[] = [
  field('baseUrl', 'url', { 'zh-CN': '接口地址', en: 'Base address' }, null, true),
  field(
    'token',
    'secret',
    { 'zh-CN': '令牌', en: 'Token' },
    {
      'zh-CN': '在模板中写作 ${secrets.token}',
      en: 'Templates name it as ${secrets.token}',
    },
  ),
  field(
    'password',
    'secret',
    { 'zh-CN': '密码', en: 'Password' },
    {
      'zh-CN': '在模板中写作 ${secrets.password}',
      en: 'Templates name it as ${secrets.password}',
    },
  ),
  field(
    'headers',
    'json',
    { 'zh-CN': '请求头', en: 'Headers' },
    {
      'zh-CN': '每个请求都带上',
      en: 'Sent with every request',
    },
  ),
  field(
    'changes',
    'json',
    { 'zh-CN': '变更接口', en: 'Question for changes' },
    {
      'zh-CN': '见参考文档：request、ok、items、row；可用 ${place.since}、${place.after}、${limit}',
      en: 'See the reference: request, ok, items, row; ${place.since}, ${place.after} and ${limit} are known',
    },
  ),
  field(
    'open',
    'json',
    { 'zh-CN': '待办清单接口', en: 'Question for open tasks' },
    {
      'zh-CN': '见参考文档：request、ok、items、row；可用 ${place.after}、${limit}',
      en: 'See the reference: request, ok, items, row; ${place.after} and ${limit} are known',
    },
  ),
];

const headersOf = (given: unknown): Readonly<Record<string, string>> | null => {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) return null;
  const entries = Object.entries(given);
  const fits = entries.every(
    ([name, value]) => /^[!#$%&'*+.^`|~\w-]{1,100}$/u.test(name) && typeof value === 'string' && value.length <= 4_096,
  );
  return fits && entries.length <= 50 ? (Object.fromEntries(entries) as Record<string, string>) : null;
};

/** An engine's API that lists tasks as JSON, in the language of platform profiles. */
export const createHttpSourceKind = (options: HttpSourceOptions = {}): SourceKind => ({
  kind: 'http',
  name: { 'zh-CN': 'HTTP 接口', en: 'HTTP API' },
  configFields,
  open: ({ settings, secrets, timezone }): Result<EngineSource, SettingsInvalid> => {
    const refuse = (...issues: readonly SettingsIssue[]) => err({ code: 'SETTINGS_INVALID' as const, issues });
    const address = settings['baseUrl'];
    if (typeof address !== 'string' || !/^https?:\/\//iu.test(address) || !URL.canParse(address))
      return refuse({ pointer: '/settings/baseUrl', message: 'must begin with http:// or https://' });
    const headers = headersOf(settings['headers']);
    if (headers === null)
      return refuse({ pointer: '/settings/headers', message: 'must be an object of at most 50 texts by header name' });
    const compiled = (name: 'changes' | 'open'): Result<Question | null, readonly SettingsIssue[]> =>
      settings[name] === undefined || settings[name] === null
        ? ok(null)
        : compileQuestion(settings[name], `/settings/${name}`, new URL(address), headers, timezone);
    const [changes, open] = [compiled('changes'), compiled('open')];
    const issues = [changes, open].flatMap((one) => (one.isErr() ? one.error : []));
    if (changes.isErr() || open.isErr()) return refuse(...issues);
    const dispatcher = options.dispatcher ?? createVendorAgent();
    const client = createVendorClient(dispatcher);
    // Engines repeat what they were sent, and troubles are shown to people.
    const redaction = createRedaction(Object.values(secrets));
    const ask = (
      question: Question,
      place: { readonly since: string | null; readonly after: string | null },
      limit: number,
      { signal, remainingMs }: SourceContext,
    ): ResultAsync<readonly SourceRow[], SourceTrouble> => {
      const roots = { place, limit, secrets };
      return new ResultAsync(
        (async () => {
          const request = question.request(roots);
          if (request.isErr()) return err(request.error);
          const timeoutMs = Math.min(longestMs, remainingMs());
          const rows = question.rows(await client.send(request.value, { timeoutMs, signal }), roots);
          // One that gives more than it was asked for cannot be gone through page by page.
          return rows
            .mapErr(({ code, message }) => ({ code, message: redaction.text(message) }))
            .andThen((all) =>
              all.length <= limit
                ? ok(all)
                : err<readonly SourceRow[], SourceTrouble>({
                    code: 'SOURCE_DATA',
                    message: `The engine answered ${all.length} rows where ${limit} were asked for: its answer has to keep to the limit.`,
                  }),
            );
        })(),
      );
    };
    const [askChanges, askOpen] = [changes.value, open.value];
    return ok({
      changes: askChanges === null ? null : (place, limit, context) => ask(askChanges, place, limit, context),
      open: askOpen === null ? null : (after, limit, context) => ask(askOpen, { since: null, after }, limit, context),
      close: async () => {
        if (options.dispatcher === undefined) await dispatcher.close();
      },
    });
  },
});
