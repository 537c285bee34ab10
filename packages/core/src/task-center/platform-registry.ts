import { err, ok, type Result } from 'neverthrow';
import type { Secrets } from '../ports/secrets.ts';
import type {
  PlatformConnection,
  PlatformKind,
  SettingsInvalid,
  SettingsIssue,
  TaskCenterPlatform,
  TokenCache,
} from './platform.ts';
import type { Platform } from './ports.ts';

/** Opens configured platforms. */
export interface PlatformRegistry {
  readonly kinds: readonly PlatformKind[];
  kind(name: string): PlatformKind | null;
  /** Opens a stored platform, once for each of its revisions. */
  open(platform: Platform): Result<TaskCenterPlatform, SettingsInvalid>;
  /** Opens a platform that is not stored yet. */
  tryOpen(platform: Platform): Result<TaskCenterPlatform, SettingsInvalid>;
  /** What its adapter is opened with, secrets in the clear. */
  connect(platform: Platform): Result<PlatformConnection, SettingsInvalid>;
}

export interface PlatformRegistryDependencies {
  readonly kinds: readonly PlatformKind[];
  readonly secrets: Secrets;
  readonly tokens: TokenCache;
  /** IANA name. */
  readonly timezone: string;
}

const invalid = (...issues: readonly SettingsIssue[]): SettingsInvalid => ({ code: 'SETTINGS_INVALID', issues });

export const createPlatformRegistry = ({
  kinds,
  secrets,
  tokens,
  timezone,
}: PlatformRegistryDependencies): PlatformRegistry => {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const opened = new Map<
    string,
    { readonly stamp: string; readonly platform: Result<TaskCenterPlatform, SettingsInvalid> }
  >();

  const unseal = (sealed: Platform['secrets']): Result<Readonly<Record<string, string>>, SettingsInvalid> => {
    const clear: Record<string, string> = {};
    for (const [name, text] of Object.entries(sealed)) {
      const plain = secrets.open(text);
      if (plain.isErr()) return err(invalid({ pointer: `/secrets/${name}`, message: plain.error.message }));
      clear[name] = plain.value;
    }
    return ok(clear);
  };

  const connect = ({
    tenant,
    code,
    baseUrl,
    settings,
    profile,
    secrets: sealed,
  }: Platform): Result<PlatformConnection, SettingsInvalid> =>
    unseal(sealed).map((clear) => ({ tenant, code, baseUrl, settings, secrets: clear, profile, timezone, tokens }));

  const tryOpen = (platform: Platform): Result<TaskCenterPlatform, SettingsInvalid> => {
    const kind = byName.get(platform.kind);
    if (kind === undefined)
      return err(invalid({ pointer: '/kind', message: `there is no kind "${platform.kind}" here` }));
    return connect(platform).andThen((connection) => kind.open(connection));
  };

  return {
    kinds,
    kind: (name) => byName.get(name) ?? null,
    tryOpen,
    connect,
    open: (platform) => {
      const key = JSON.stringify([platform.tenant, platform.code]);
      // A platform that was removed and made again starts at the same revision.
      const stamp = [platform.revision, platform.createdAt, platform.updatedAt].join(' ');
      const known = opened.get(key);
      if (known?.stamp === stamp) return known.platform;
      const fresh = tryOpen(platform);
      opened.set(key, { stamp, platform: fresh });
      return fresh;
    },
  };
};
