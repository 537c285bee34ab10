export { builtInProfiles, taskCenterKinds } from './task-center-kinds.ts';
export type { TaskCenterKindsOptions } from './task-center-kinds.ts';
export { profileLimits, profileSchema } from '../profile/profile-document.ts';
export type { ProfileDocument, ProfileInput } from '../profile/profile-document.ts';
export { parseProfile } from '../profile/parse-profile.ts';
