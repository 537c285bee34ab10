import { err, ok, type Result } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { ProviderSettingsInvalid } from './identity-providers.ts';
import type { IdentityProvider, IdentityProviderKindName } from './model.ts';
import type { ProviderRegistry } from './provider-registry.ts';
import { invalid } from './shown.ts';
import type { ProviderDraft, SignInInvalid } from './sign-in.ts';

interface DraftContext {
  readonly registry: ProviderRegistry;
  readonly secrets: Secrets;
  readonly now: Instant;
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const mostSettings = 50;
const longestSecret = 4_096;

/** What no kind of provider allows; null when there is nothing. */
export const providerDraftIssue = (draft: ProviderDraft): SignInInvalid | null => {
  const { code, name, baseUrl, settings = {}, secrets = {} } = draft;
  if (code !== undefined && !/^[a-z0-9-]{1,63}$/u.test(code))
    return invalid('/code', 'must be 1 to 63 characters of a-z, 0-9 and -');
  if (name !== undefined && (name.trim() === '' || name.length > 255 || !isStorable(name)))
    return invalid('/name', 'must have 1 to 255 characters');
  if (baseUrl !== undefined && (baseUrl.length > 2_048 || !isStorable(baseUrl)))
    return invalid('/baseUrl', 'must be an http or https address of at most 2048 characters');
  if (Object.keys(settings).length > mostSettings)
    return invalid('/settings', `may have at most ${mostSettings} members`);
  for (const [secret, value] of Object.entries(secrets)) {
    if (!/^[A-Za-z][A-Za-z0-9]{0,62}$/u.test(secret)) return invalid('/secrets', 'has a name that is none of a secret');
    if (value !== null && (value === '' || value.length > longestSecret || !isStorable(value)))
      return invalid(`/secrets/${secret}`, `must have 1 to ${longestSecret} characters`);
  }
  return null;
};

const changedSecrets = (
  before: IdentityProvider['secrets'],
  drafted: ProviderDraft['secrets'],
  seal: Secrets['seal'],
): IdentityProvider['secrets'] => {
  const after: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(drafted ?? {})) {
    if (value === null) delete after[name];
    else after[name] = seal(value);
  }
  return after;
};

/** The provider with the draft applied, when it can be opened. */
export const changedProvider = (
  before: IdentityProvider,
  draft: ProviderDraft,
  { registry, secrets, now }: DraftContext,
): Result<IdentityProvider, SignInInvalid | ProviderSettingsInvalid> => {
  const issue = providerDraftIssue(draft);
  if (issue !== null) return err(issue);
  if (draft.code !== undefined && draft.code !== before.code) return err(invalid('/code', 'cannot be changed'));
  if (draft.kind !== undefined && draft.kind !== before.kind) return err(invalid('/kind', 'cannot be changed'));
  const after: IdentityProvider = {
    ...before,
    name: draft.name ?? before.name,
    baseUrl: draft.baseUrl ?? before.baseUrl,
    enabled: draft.enabled ?? before.enabled,
    settings: draft.settings ?? before.settings,
    secrets: changedSecrets(before.secrets, draft.secrets, secrets.seal),
    revision: before.revision + 1,
    updatedAt: now,
  };
  return registry.open(after).map(() => after);
};

/** A provider of nothing but a draft. */
export const newProvider = (
  tenant: string,
  draft: ProviderDraft,
  context: DraftContext,
): Result<IdentityProvider, SignInInvalid | ProviderSettingsInvalid> => {
  const { code, kind, baseUrl } = draft;
  if (code === undefined) return err(invalid('/code', 'must be given'));
  if (kind === undefined) return err(invalid('/kind', 'must be given'));
  if (baseUrl === undefined) return err(invalid('/baseUrl', 'must be given'));
  if (!context.registry.kinds.some((known) => known.kind === kind))
    return err(invalid('/kind', `must be one of ${context.registry.kinds.map((known) => known.kind).join(', ')}`));
  const bare: IdentityProvider = {
    tenant,
    code,
    kind: kind as IdentityProviderKindName,
    name: code,
    baseUrl,
    settings: {},
    secrets: {},
    enabled: true,
    revision: 0,
    createdAt: context.now,
    updatedAt: context.now,
  };
  return changedProvider(bare, draft, context).andThen((made) => ok(made));
};
