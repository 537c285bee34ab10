import type { PlatformKind, SettingsInvalid, StoredToken, TokenCache, TriedAnswer } from '@portico/core/task-center';
import { ok, okAsync, type Result } from 'neverthrow';
import type { VendorClient } from '../http/vendor-client.ts';
import { openProfile, type ProfileDependencies } from './open-profile.ts';
import type { ProfileDocument } from './profile-document.ts';

const noLimitMs = 10_000;

/** Whoever asks hears the same. */
const cannedClient = (answer: TriedAnswer | null): VendorClient => ({
  send: () =>
    Promise.resolve(
      answer === null
        ? { kind: 'no-answer', sent: false, cause: 'aborted', message: 'nothing is sent at a try-out' }
        : { kind: 'answer', status: answer.status, headers: answer.headers, text: answer.body },
    ),
});

/** There is a token always, and no other to be had. */
const cannedTokens = (): TokenCache => {
  const token: StoredToken = { version: 1, token: 'token-of-the-try-out', expiresAt: null };
  return { read: () => okAsync(token), swap: () => okAsync(token) };
};

/** Plays a call through a profile: what it would send, and what it would take an answer for. Nothing is sent. */
export const createTryOut =
  (
    documentOf: (profile: unknown) => Result<ProfileDocument, SettingsInvalid>,
    dependencies: ProfileDependencies,
  ): NonNullable<PlatformKind['tryOut']> =>
  async (connection, callFor, answer) => {
    const opened = documentOf(connection.profile).andThen((document) =>
      openProfile(
        document,
        { ...connection, tokens: cannedTokens() },
        { ...dependencies, client: cannedClient(answer) },
      ),
    );
    if (opened.isErr()) return opened.map(() => nothing);
    const target = opened.value;
    const call = callFor(target.capabilities);
    if (call === null) return ok({ ...nothing, refusal: 'this platform keeps no objects' });
    const [said] = await target.push([call], {
      signal: new AbortController().signal,
      remainingMs: () => noLimitMs,
    });
    if (said === undefined) return ok(nothing);
    const { outcome, found, remoteId, exchanges } = said;
    if (exchanges.length === 0) return ok({ ...nothing, refusal: 'reason' in outcome ? outcome.reason : outcome.kind });
    return ok({
      outcome: answer === null ? null : outcome,
      found: answer !== null && outcome.kind === 'done' ? found : null,
      remoteId: answer === null ? null : remoteId,
      refusal: null,
      exchanges,
    });
  };

const nothing = { outcome: null, found: null, remoteId: null, refusal: null, exchanges: [] } as const;
