import { err, ok, type Result } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { Secrets } from '../ports/secrets.ts';
import { defaultLaneConfig } from '../work/lane.ts';
import { draftIssue } from './check-draft.ts';
import { settingsIssues, withDefaults } from './check-settings.ts';
import { personSpaceIssue } from './person-space.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import type { ConfigField, PlatformKind, SettingsInvalid } from './platform.ts';
import type { Platform, RetrySettings } from './ports.ts';
import { invalid } from './problems.ts';
import type { Invalid, PlatformDraft } from './task-center.ts';

/** What a platform is retried with unless it says otherwise: for three days, by its kind's schedule. */
export const defaultRetry: RetrySettings = { count: null, intervalSeconds: null, maxAgeSeconds: 3 * 86_400 };

const sealed = (
  secrets: Secrets,
  before: Platform['secrets'],
  drafted: PlatformDraft['secrets'],
): Platform['secrets'] => {
  const after: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(drafted ?? {})) {
    if (value === null) delete after[name];
    else after[name] = secrets.seal(value);
  }
  return after;
};

interface Making {
  readonly registry: PlatformRegistry;
  readonly secrets: Secrets;
  readonly now: Instant;
}

const fieldsFor = (kind: PlatformKind, profile: unknown): readonly ConfigField[] | null =>
  kind.fieldsFor === undefined ? kind.configFields : kind.fieldsFor(profile);

/** Checks what the kind asks for, and that its adapter accepts all of it. */
const checked = (platform: Platform, kind: PlatformKind, { registry }: Making): Result<Platform, SettingsInvalid> => {
  const fields = fieldsFor(kind, platform.profile);
  const issues = fields === null ? [] : settingsIssues(fields, platform.settings, Object.keys(platform.secrets));
  if (issues.length > 0) return err({ code: 'SETTINGS_INVALID', issues });
  return registry.tryOpen(platform).andThen(({ capabilities }): Result<Platform, SettingsInvalid> => {
    const issue = capabilities.people === 'mapped' ? personSpaceIssue(platform) : null;
    return issue === null ? ok(platform) : err({ code: 'SETTINGS_INVALID', issues: [issue] });
  });
};

/** A new platform out of a draft. */
export const draftPlatform = (
  tenant: string,
  draft: PlatformDraft,
  making: Making,
): Result<Platform, Invalid | SettingsInvalid> => {
  const issue = draftIssue(draft);
  if (issue !== null) return err(issue);
  const { code, kind: kindName, baseUrl } = draft;
  if (code === undefined) return err(invalid('/code', 'is missing'));
  if (kindName === undefined) return err(invalid('/kind', 'is missing'));
  if (baseUrl === undefined) return err(invalid('/baseUrl', 'is missing'));
  const kind = making.registry.kind(kindName);
  if (kind === null)
    return err(invalid('/kind', `must be one of ${making.registry.kinds.map(({ kind: name }) => name).join(', ')}`));
  const usual = { ...defaultLaneConfig, ...kind.lane };
  return checked(
    {
      tenant,
      code,
      kind: kindName,
      name: draft.name ?? kind.name['zh-CN'],
      baseUrl,
      enabled: draft.enabled ?? true,
      settings: withDefaults(fieldsFor(kind, draft.profile ?? null) ?? [], draft.settings ?? {}),
      secrets: sealed(making.secrets, {}, draft.secrets),
      profile: draft.profile ?? null,
      retry: draft.retry ?? defaultRetry,
      concurrency: draft.concurrency ?? usual.concurrency,
      batchSize: draft.batchSize ?? usual.batchSize,
      timeoutMs: draft.timeoutMs ?? usual.timeoutMs,
      rate: draft.rate === undefined ? usual.rate : draft.rate,
      showFinished: draft.showFinished ?? true,
      resendUndecidable: draft.resendUndecidable ?? false,
      sandbox: draft.sandbox ?? false,
      revision: 1,
      createdAt: making.now,
      updatedAt: making.now,
    },
    kind,
    making,
  );
};

/** A stored platform with the changes of a draft. */
export const changedPlatform = (
  stored: Platform,
  draft: PlatformDraft,
  making: Making,
): Result<Platform, Invalid | SettingsInvalid> => {
  const issue = draftIssue(draft);
  if (issue !== null) return err(issue);
  if (draft.code !== undefined && draft.code !== stored.code) return err(invalid('/code', 'cannot change'));
  if (draft.kind !== undefined && draft.kind !== stored.kind) return err(invalid('/kind', 'cannot change'));
  const kind = making.registry.kind(stored.kind);
  if (kind === null) return err(invalid('/kind', `there is no kind "${stored.kind}" here any more`));
  const profile = draft.profile === undefined ? stored.profile : draft.profile;
  return checked(
    {
      ...stored,
      name: draft.name ?? stored.name,
      baseUrl: draft.baseUrl ?? stored.baseUrl,
      enabled: draft.enabled ?? stored.enabled,
      settings:
        draft.settings === undefined ? stored.settings : withDefaults(fieldsFor(kind, profile) ?? [], draft.settings),
      secrets: sealed(making.secrets, stored.secrets, draft.secrets),
      profile,
      retry: draft.retry ?? stored.retry,
      concurrency: draft.concurrency ?? stored.concurrency,
      batchSize: draft.batchSize ?? stored.batchSize,
      timeoutMs: draft.timeoutMs ?? stored.timeoutMs,
      rate: draft.rate === undefined ? stored.rate : draft.rate,
      showFinished: draft.showFinished ?? stored.showFinished,
      resendUndecidable: draft.resendUndecidable ?? stored.resendUndecidable,
      sandbox: draft.sandbox ?? stored.sandbox,
      revision: stored.revision + 1,
      updatedAt: Math.max(making.now, stored.updatedAt),
    },
    kind,
    making,
  );
};
