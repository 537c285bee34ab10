import type { PlatformKind } from '@portico/core/task-center';
import type { PlatformCallbacks } from '../callbacks/platform-callbacks.ts';
import { ok } from 'neverthrow';
import { openProfile } from '../profile/open-profile.ts';
import { createTryOut } from '../profile/try-out-profile.ts';
import type { ProfileDependencies } from '../profile/open-profile.ts';
import { fieldsOf, profileSchema } from '../profile/profile-document.ts';
import type { ProfileInput } from '../profile/profile-document.ts';

export interface BuiltInKind {
  readonly kind: string;
  readonly contract: 'verified' | 'reference';
  readonly profile: ProfileInput;
  readonly lane?: PlatformKind['lane'];
  /** What its errors mean. */
  readonly errors?: PlatformKind['errors'];
  /** What the platform sends back; it sends nothing unless given. */
  readonly callbacks?: PlatformCallbacks;
}

/** A kind whose profile is part of Portico. */
export const createBuiltInKind = (
  { kind, contract, profile, lane, errors, callbacks }: BuiltInKind,
  dependencies: ProfileDependencies,
): PlatformKind => {
  const document = profileSchema.parse(
    callbacks === undefined ? profile : { ...profile, settings: [...(profile.settings ?? []), ...callbacks.fields] },
  );
  return {
    kind,
    name: document.name,
    contract,
    configFields: fieldsOf(document),
    lane: lane ?? {},
    ...(errors === undefined ? {} : { errors }),
    ...(callbacks === undefined ? {} : { callback: callbacks.reader }),
    tryOut: createTryOut(() => ok(document), dependencies),
    open: (connection) => openProfile(document, connection, dependencies),
  };
};
