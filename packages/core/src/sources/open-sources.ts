import { err, ok, type Result } from 'neverthrow';
import type { Secrets } from '../ports/secrets.ts';
import type { SettingsInvalid } from '../task-center/platform.ts';
import type { EngineSource, SourceKind } from './ports.ts';
import type { Source } from './source.ts';

/** Engines that are open in this process; one connection a source and revision. */
export interface OpenSources {
  readonly kinds: readonly SourceKind[];
  kind(name: string): SourceKind | null;
  open(source: Source): Result<EngineSource, SettingsInvalid>;
  /** Opens it apart from the others, for a draft that may never be stored; the caller closes it. */
  openApart(source: Source): Result<EngineSource, SettingsInvalid>;
  /** Closes what a source has open. */
  drop(tenant: string, code: string): void;
  closeAll(): Promise<void>;
}

/** Nobody waits for it, and nobody can do anything about one that fails. */
export const closeQuietly = (engine: EngineSource): void => void engine.close().catch(() => undefined);

export const createOpenSources = (kinds: readonly SourceKind[], secrets: Secrets, timezone: string): OpenSources => {
  const known = new Map<string, { readonly revision: string; readonly engine: EngineSource }>();
  const keyOf = (tenant: string, code: string): string => JSON.stringify([tenant, code]);
  const drop = (tenant: string, code: string): void => {
    const key = keyOf(tenant, code);
    const opened = known.get(key);
    known.delete(key);
    if (opened !== undefined) closeQuietly(opened.engine);
  };
  const inTheClear = (source: Source): Result<Readonly<Record<string, string>>, SettingsInvalid> => {
    const plain: Record<string, string> = {};
    for (const [name, sealed] of Object.entries(source.secrets)) {
      const text = secrets.open(sealed);
      if (text.isErr())
        return err({
          code: 'SETTINGS_INVALID',
          issues: [{ pointer: `/secrets/${name}`, message: text.error.message }],
        });
      plain[name] = text.value;
    }
    return ok(plain);
  };
  const openApart = (source: Source): Result<EngineSource, SettingsInvalid> => {
    const { tenant, code, settings } = source;
    const kind = kinds.find((one) => one.kind === source.kind);
    if (kind === undefined)
      return err({
        code: 'SETTINGS_INVALID',
        issues: [{ pointer: '/kind', message: `there is no kind "${source.kind}" here` }],
      });
    return inTheClear(source).andThen((plain) => kind.open({ tenant, code, settings, secrets: plain, timezone }));
  };
  return {
    kinds,
    kind: (name) => kinds.find(({ kind }) => kind === name) ?? null,
    open: (source) => {
      const { tenant, code } = source;
      const opened = known.get(keyOf(tenant, code));
      // One that was removed and made again begins at the same revision.
      const revision = `${source.createdAt} ${source.revision}`;
      if (opened?.revision === revision) return ok(opened.engine);
      drop(tenant, code);
      return openApart(source).map((engine) => {
        known.set(keyOf(tenant, code), { revision, engine });
        return engine;
      });
    },
    openApart,
    drop,
    closeAll: async () => {
      const all = [...known.values()];
      known.clear();
      await Promise.allSettled(all.map(({ engine }) => engine.close()));
    },
  };
};
