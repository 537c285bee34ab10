import { err, ok, type Result } from 'neverthrow';
import type { Secrets } from '../ports/secrets.ts';
import type { IdentityProviderKind, OpenIdentityProvider, ProviderSettingsInvalid } from './identity-providers.ts';
import type { IdentityProvider } from './model.ts';

/** Opens providers, and remembers each while its revision stays. */
export interface ProviderRegistry {
  readonly kinds: readonly IdentityProviderKind[];
  open(provider: IdentityProvider): Result<OpenIdentityProvider, ProviderSettingsInvalid>;
}

const most = 200;

const invalid = (pointer: string, message: string): Result<never, ProviderSettingsInvalid> =>
  err({ code: 'SETTINGS_INVALID', issues: [{ pointer, message }] });

export const createProviderRegistry = (kinds: readonly IdentityProviderKind[], secrets: Secrets): ProviderRegistry => {
  const opened = new Map<string, { readonly provider: IdentityProvider; readonly open: OpenIdentityProvider }>();
  const unseal = (provider: IdentityProvider): Result<Readonly<Record<string, string>>, ProviderSettingsInvalid> => {
    const clear: Record<string, string> = {};
    for (const [name, sealed] of Object.entries(provider.secrets)) {
      const text = secrets.open(sealed);
      if (text.isErr()) return invalid(`/secrets/${name}`, 'cannot be read with the present key; set it again');
      clear[name] = text.value;
    }
    return ok(clear);
  };
  return {
    kinds,
    open: (provider) => {
      const key = `${provider.tenant}/${provider.code}`;
      const known = opened.get(key);
      // Compared whole: a provider that was removed and made again begins at revision 1 once more.
      if (known !== undefined && sameProvider(known.provider, provider)) return ok(known.open);
      const kind = kinds.find((candidate) => candidate.kind === provider.kind);
      if (kind === undefined)
        return invalid('/kind', `must be one of ${kinds.map((candidate) => candidate.kind).join(', ')}`);
      return unseal(provider)
        .andThen((clear) => kind.open({ baseUrl: provider.baseUrl, settings: provider.settings, secrets: clear }))
        .map((open) => {
          if (opened.size >= most) opened.clear();
          opened.set(key, { provider, open });
          return open;
        });
    },
  };
};

const sameProvider = (a: IdentityProvider, b: IdentityProvider): boolean =>
  a.revision === b.revision && a.createdAt === b.createdAt && a.updatedAt === b.updatedAt && a.baseUrl === b.baseUrl;
