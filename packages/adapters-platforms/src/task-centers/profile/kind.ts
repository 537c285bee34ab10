import type { PlatformKind } from '@portico/core/task-center';
import { err } from 'neverthrow';
import { openProfile } from '../../profile/open-profile.ts';
import type { ProfileDependencies } from '../../profile/open-profile.ts';
import { parseProfile } from '../../profile/parse-profile.ts';

/** The kind whose profile comes with the platform: another school, another document, no code. */
export const createProfileKind = (dependencies: ProfileDependencies): PlatformKind => ({
  kind: 'profile',
  name: { 'zh-CN': '自定义平台（配置文件）', en: 'Custom platform (profile)' },
  contract: 'custom',
  configFields: [],
  lane: {},
  open: (connection) => {
    const parsed = parseProfile(connection.profile);
    if (parsed.isOk()) return openProfile(parsed.value, connection, dependencies);
    const issues = parsed.error.map(({ pointer, message }) => ({ pointer: `/profile${pointer}`, message }));
    return err({ code: 'SETTINGS_INVALID', issues });
  },
});
