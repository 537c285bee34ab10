import type { PlatformKind } from '@portico/core/task-center';
import { openProfile } from '../profile/open-profile.ts';
import type { ProfileDependencies } from '../profile/open-profile.ts';
import { fieldsOf, profileSchema } from '../profile/profile-document.ts';
import type { ProfileInput } from '../profile/profile-document.ts';

export interface BuiltInKind {
  readonly kind: string;
  readonly contract: 'verified' | 'reference';
  readonly profile: ProfileInput;
  readonly lane?: PlatformKind['lane'];
}

/** A kind whose profile is part of Portico. */
export const createBuiltInKind = (
  { kind, contract, profile, lane }: BuiltInKind,
  dependencies: ProfileDependencies,
): PlatformKind => {
  const document = profileSchema.parse(profile);
  return {
    kind,
    name: document.name,
    contract,
    configFields: fieldsOf(document),
    lane: lane ?? {},
    open: (connection) => openProfile(document, connection, dependencies),
  };
};
