import type { PlatformKind, SettingsInvalid } from '@portico/core/task-center';
import type { Result } from 'neverthrow';
import { genericSignedReader } from '../../callbacks/generic-signed.ts';
import { openProfile } from '../../profile/open-profile.ts';
import type { ProfileDependencies } from '../../profile/open-profile.ts';
import { fieldsOf, type ProfileDocument } from '../../profile/profile-document.ts';
import { parseProfile } from '../../profile/parse-profile.ts';
import { createTryOut } from '../../profile/try-out-profile.ts';

const readProfile = (profile: unknown): Result<ProfileDocument, SettingsInvalid> =>
  parseProfile(profile).mapErr((issues) => ({
    code: 'SETTINGS_INVALID',
    issues: issues.map(({ pointer, message }) => ({ pointer: `/profile${pointer}`, message })),
  }));

/** The kind whose profile comes with the platform: another school, another document, no code. */
export const createProfileKind = (dependencies: ProfileDependencies): PlatformKind => ({
  kind: 'profile',
  name: { 'zh-CN': '自定义平台（配置文件）', en: 'Custom platform (profile)' },
  contract: 'custom',
  configFields: [],
  fieldsFor: (profile) => parseProfile(profile).match(fieldsOf, () => null),
  lane: {},
  // A profile that has a secret setting `callbackSecret` takes signed callbacks.
  callback: genericSignedReader,
  tryOut: createTryOut(readProfile, dependencies),
  open: (connection) =>
    readProfile(connection.profile).andThen((document) => openProfile(document, connection, dependencies)),
});
