import { err, ok, type Result } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { Secrets } from '../ports/secrets.ts';
import { settingsIssues, withDefaults } from '../task-center/check-settings.ts';
import type { SettingsInvalid } from '../task-center/platform.ts';
import { invalid } from '../task-center/problems.ts';
import type { Invalid } from '../task-center/task-center.ts';
import { closeQuietly, type OpenSources } from './open-sources.ts';
import { defaultPoll, defaultSourceSweep, type Source } from './source.ts';
import type { ShownSource, SourceDraft } from './sources.ts';

export interface Making {
  readonly opened: OpenSources;
  readonly secrets: Secrets;
  readonly now: Instant;
}

const dayMs = 86_400_000;

const outside = (pointer: string, value: number | undefined, least: number, most: number): Invalid | null =>
  value === undefined || (Number.isInteger(value) && value >= least && value <= most)
    ? null
    : invalid(pointer, `must be a whole number from ${least} to ${most}`);

/** What is wrong with a draft whatever its kind. */
const draftIssue = ({ code, name, poll, sweep, processIds }: SourceDraft): Invalid | null => {
  if (code !== undefined && !/^[a-z0-9-]{1,63}$/u.test(code))
    return invalid('/code', 'must be 1 to 63 of a-z, 0-9 and -');
  if (name !== undefined && (name.length < 1 || name.length > 100))
    return invalid('/name', 'must have 1 to 100 characters');
  if (
    processIds != null &&
    (processIds.length < 1 || processIds.length > 200 || processIds.some((id) => id === '' || id.length > 128))
  )
    return invalid('/processIds', 'must have 1 to 200 entries of 1 to 128 characters, or be null');
  return (
    outside('/poll/everyMs', poll?.everyMs, 1_000, dayMs) ??
    outside('/poll/overlapMs', poll?.overlapMs, 0, dayMs) ??
    outside('/poll/batch', poll?.batch, 10, 1_000) ??
    outside('/sweep/everyMs', sweep?.everyMs, 60_000, 30 * dayMs) ??
    outside('/sweep/batch', sweep?.batch, 10, 1_000)
  );
};

const sealed = (secrets: Secrets, before: Source['secrets'], drafted: SourceDraft['secrets']): Source['secrets'] => {
  const after: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(drafted ?? {})) {
    if (value === null) delete after[name];
    else after[name] = secrets.seal(value);
  }
  return after;
};

/** Checks what the kind asks for, and that its adapter accepts all of it and can answer what is wanted of it. */
const checked = (source: Source, { opened }: Making): Result<Source, Invalid | SettingsInvalid> => {
  const kind = opened.kind(source.kind);
  if (kind === null) return err(invalid('/kind', `must be one of ${opened.kinds.map((one) => one.kind).join(', ')}`));
  const issues = settingsIssues(kind.configFields, source.settings, Object.keys(source.secrets));
  if (issues.length > 0) return err({ code: 'SETTINGS_INVALID', issues });
  return opened.openApart(source).andThen((engine): Result<Source, Invalid> => {
    closeQuietly(engine);
    if (source.poll !== null && engine.changes === null) return err(invalid('/poll', 'needs a question for changes'));
    if (source.sweep !== null && engine.open === null) return err(invalid('/sweep', 'needs a question for open tasks'));
    if (source.poll === null && source.sweep === null)
      return err(invalid('/poll', 'is needed where there is no sweep'));
    return ok(source);
  });
};

/** A new source (`stored` null) out of a draft, or a stored one with the changes of a draft. */
export const draftedSource = (
  tenant: string,
  stored: Source | null,
  draft: SourceDraft,
  making: Making,
): Result<Source, Invalid | SettingsInvalid> => {
  const issue = draftIssue(draft);
  if (issue !== null) return err(issue);
  const code = stored?.code ?? draft.code;
  if (code === undefined) return err(invalid('/code', 'is missing'));
  if (stored !== null && draft.code !== undefined && draft.code !== code) return err(invalid('/code', 'cannot change'));
  const kindName = stored?.kind ?? draft.kind;
  if (kindName === undefined) return err(invalid('/kind', 'is missing'));
  if (stored !== null && draft.kind !== undefined && draft.kind !== kindName)
    return err(invalid('/kind', 'cannot change'));
  const kind = making.opened.kind(kindName);
  const fields = kind?.configFields ?? [];
  const { poll, sweep, processIds } = draft;
  return checked(
    {
      tenant,
      code,
      kind: kindName,
      name: draft.name ?? stored?.name ?? kind?.name['zh-CN'] ?? code,
      enabled: draft.enabled ?? stored?.enabled ?? true,
      settings:
        draft.settings === undefined && stored !== null ? stored.settings : withDefaults(fields, draft.settings ?? {}),
      secrets: sealed(making.secrets, stored?.secrets ?? {}, draft.secrets),
      poll:
        poll === undefined
          ? (stored?.poll ?? null)
          : poll === null
            ? null
            : { ...(stored?.poll ?? defaultPoll), ...poll },
      sweep:
        sweep === undefined
          ? (stored?.sweep ?? null)
          : sweep === null
            ? null
            : { ...(stored?.sweep ?? defaultSourceSweep), ...sweep },
      processIds: processIds === undefined ? (stored?.processIds ?? null) : processIds,
      revision: (stored?.revision ?? 0) + 1,
      createdAt: stored?.createdAt ?? making.now,
      updatedAt: making.now,
    },
    making,
  );
};

export const shownSource = ({ secrets, ...source }: Source): ShownSource => ({
  ...source,
  secretNames: Object.keys(secrets).toSorted(),
});
