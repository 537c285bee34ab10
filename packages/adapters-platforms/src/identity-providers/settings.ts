import { err, ok, type Result } from 'neverthrow';
import type { ProviderConnection, ProviderSettingsInvalid } from '@portico/core/sign-in';
import { z } from 'zod';

const longestUrl = 2_048;

/** What is wrong with an address of a provider; null when nothing is. */
const urlIssue = (text: string): string | null => {
  if (text.length > longestUrl) return `must have at most ${longestUrl} characters`;
  if (/[\s\\\u0000-\u001f\u007f]/u.test(text) || !URL.canParse(text)) return 'must be an http or https address';
  const { protocol, username, password, hash } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must be an http or https address';
  if (username !== '' || password !== '') return 'must not hold a user name or password';
  return hash === '' ? null : 'must not have a fragment';
};

export const url: z.ZodType<string> = z.string().superRefine((text, context) => {
  const message = urlIssue(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/** A path below the base address, or an address of its own. */
export const place: z.ZodType<string> = z.string().superRefine((text, context) => {
  const message = urlIssue(text.startsWith('/') ? `http://portico.invalid${text}` : text);
  if (message !== null) context.addIssue({ code: 'custom', message: `${message}, or a path that begins with /` });
});

/** Base and place put together; the base’s own path stays. */
export const placedAt = (baseUrl: string, where: string): URL =>
  new URL(where.startsWith('/') ? `${baseUrl.replace(/\/+$/u, '')}${where}` : where);

export const attributeName: z.ZodType<string | null> = z.string().trim().min(1).max(100).nullable();

const invalid = (issues: ProviderSettingsInvalid['issues']): Result<never, ProviderSettingsInvalid> =>
  err({ code: 'SETTINGS_INVALID', issues });

/** Base address, settings and secrets, each by its schema; pointers lead into the provider’s document. */
export const readConnection = <Settings, Secrets>(
  connection: ProviderConnection,
  schemas: { readonly settings: z.ZodType<Settings>; readonly secrets: z.ZodType<Secrets> },
): Result<
  { readonly baseUrl: string; readonly settings: Settings; readonly secrets: Secrets },
  ProviderSettingsInvalid
> => {
  const parsed = z.strictObject({ baseUrl: url, ...schemas }).safeParse(connection);
  if (parsed.success) return ok(parsed.data as never);
  return invalid(
    parsed.error.issues.slice(0, 20).flatMap((issue) => {
      const pointer = issue.path.map((part) => `/${String(part)}`).join('');
      return issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ pointer: `${pointer}/${key}`, message: 'is not known to this kind' }))
        : [{ pointer, message: issue.message }];
    }),
  );
};
