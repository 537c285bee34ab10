import type { PlatformConnection, SettingsInvalid, SettingsIssue, TaskCenterPlatform } from '@portico/core/task-center';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import type { VendorClient } from '../http/vendor-client.ts';
import { createTokenService } from '../tokens/token-service.ts';
import { rootsOf } from './call-roots.ts';
import { checkSettings } from './check-settings.ts';
import { compileProfile } from './compile-profile.ts';
import type { CompiledOperation, CompiledProfile } from './compile-profile.ts';
import { createOperationRunner, fetchToken } from './operation-runner.ts';
import { fieldsOf } from './profile-document.ts';
import type { ProfileDocument } from './profile-document.ts';
import { createProfilePlatform } from './profile-platform.ts';
import { sampleCalls } from './sample-calls.ts';
import { openScope, ProfileFault } from './scope.ts';

export interface ProfileDependencies {
  readonly client: VendorClient;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
  /** Only differences mean anything, milliseconds. */
  readonly monotonic: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const invalid = (issues: readonly SettingsIssue[]): Result<never, SettingsInvalid> =>
  err({ code: 'SETTINGS_INVALID', issues });

const issueOf = (fault: ProfileFault): SettingsIssue => ({
  pointer: `/profile${fault.pointer ?? ''}`,
  message: fault.message,
});

const renderSample = (operation: CompiledOperation, roots: Readonly<Record<string, unknown>>): SettingsIssue | null => {
  try {
    for (const { when } of operation.refuse) when(openScope(roots));
    const items = operation.item === null ? [] : [operation.item(openScope(roots))];
    operation.render(openScope({ ...roots, items, token: 'token' }));
    return null;
  } catch (error) {
    if (error instanceof ProfileFault) return issueOf(error);
    throw error;
  }
};

const operations = ['create', 'update', 'complete', 'withdraw'] as const;

/** Renders every operation for sample to-dos: what fails on those would fail on all. */
const tryOut = (compiled: CompiledProfile): readonly SettingsIssue[] => {
  const found = new Map<string, SettingsIssue>();
  const note = (issue: SettingsIssue | null): void => {
    if (issue !== null && !found.has(issue.pointer)) found.set(issue.pointer, issue);
  };
  for (const [unitName, unit] of compiled.units) {
    for (const operation of operations) {
      for (const call of sampleCalls(unitName, operation)) {
        const roots = { ...compiled.constants, ...rootsOf(call) };
        note(renderSample(unit[operation], roots));
        for (const { run } of unit[operation].afterwards) {
          const following = compiled.prepare.get(run);
          if (following !== undefined) note(renderSample(following, roots));
        }
        for (const lookup of [unit.verify, unit.resolve]) if (lookup !== null) note(renderSample(lookup, roots));
      }
    }
  }
  if (compiled.test !== null) note(renderSample(compiled.test, { ...compiled.constants, now: 0 }));
  return [...found.values()];
};

/** Checks settings and profile, and opens the platform. Nothing is sent. */
export const openProfile = (
  profile: ProfileDocument,
  connection: PlatformConnection,
  dependencies: ProfileDependencies,
): Result<TaskCenterPlatform, SettingsInvalid> => {
  const { settings, secrets, issues } = checkSettings(fieldsOf(profile), connection);
  if (issues.length > 0) return invalid(issues);
  try {
    const compiled = compileProfile(profile, {
      base: new URL(connection.baseUrl),
      timezone: connection.timezone,
      settings,
      secrets,
    });
    const problems = tryOut(compiled);
    if (problems.length > 0) return invalid(problems);
    const { client, now, monotonic, random } = dependencies;
    const { tenant, code: platform, tokens: cache } = connection;
    const shared = { compiled, client, secrets: Object.values(secrets), now, monotonic };
    const tokens =
      compiled.token === null
        ? null
        : createTokenService({ tenant, platform, cache, fetch: (sending) => fetchToken(shared, sending), now, random });
    const runner = createOperationRunner({ ...shared, tokens });
    return ok(createProfilePlatform({ capabilities: profile.capabilities, compiled, runner }));
  } catch (error) {
    if (error instanceof ProfileFault) return invalid([issueOf(error)]);
    throw error;
  }
};
