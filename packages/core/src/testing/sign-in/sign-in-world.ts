import { errAsync, ok, okAsync } from 'neverthrow';
import { createMemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryStores } from '../../memory/memory-ports.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { createSignIn, type RunningSignIn } from '../../sign-in/create-sign-in.ts';
import type { HandOverClaims, HandOverTokens, SignInSecrets } from '../../sign-in/ports.ts';
import type { Stores } from '../../application.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { createFakeIdentityProvider, type FakeIdentityProvider } from './fake-identity-provider.ts';

/** Sign-in over memory stores, with a provider of literals. */
export interface SignInWorld {
  readonly signIn: RunningSignIn;
  readonly provider: FakeIdentityProvider;
  readonly clock: FakeClock;
  readonly transactor: Transactor<Stores>;
  readonly secrets: Secrets;
  readonly signInSecrets: SignInSecrets;
  readonly complaints: readonly string[];
}

const publicUrl = 'https://portico.example.edu';

/** Not secret, and the same in every run. */
const createPlainSecrets = (): SignInSecrets => {
  let made = 0;
  return {
    random: () => `random-${String((made += 1)).padStart(36, '0')}`,
    digest: (text) => {
      let hash = 5_381n;
      for (const character of text) hash = (hash * 33n + BigInt(character.codePointAt(0) ?? 0)) % (1n << 200n);
      return hash.toString(36);
    },
  };
};

const createPlainTokens = (clock: FakeClock): HandOverTokens => {
  const read = (token: string): (HandOverClaims & { readonly until: number; readonly secret: string }) | null => {
    try {
      return JSON.parse(decodeURIComponent(token)) as never;
    } catch {
      return null;
    }
  };
  const refused = { code: 'HAND_OVER_REFUSED', message: 'refused' } as const;
  return {
    issue: (claims, secret, validForMs) =>
      okAsync(encodeURIComponent(JSON.stringify({ ...claims, secret, until: clock.now() + validForMs }))),
    peek: (token) => read(token),
    verify: (token, secret, audience) => {
      const claims = read(token);
      return claims !== null && claims.secret === secret && claims.audience === audience && claims.until > clock.now()
        ? okAsync(claims)
        : errAsync(refused);
    },
  };
};

/** `rest` as for `createFakeClock`. */
export const startSignInWorld = (rest: () => Promise<void>): SignInWorld => {
  const clock = createFakeClock(rest);
  const transactor = createMemoryTransactor(createMemoryDatabase(clock.now), createMemoryStores);
  const provider = createFakeIdentityProvider();
  const signInSecrets = createPlainSecrets();
  const secrets: Secrets = {
    seal: (plain) => `sealed:${plain}`,
    open: (sealed) => (sealed.startsWith('sealed:') ? ok(sealed.slice(7)) : ok('')),
  };
  const complaints: string[] = [];
  let made = 0;
  const signIn = createSignIn({
    transactor,
    clock,
    ids: { next: () => `id-${String((made += 1)).padStart(8, '0')}` },
    secrets,
    signInSecrets,
    handOverTokens: createPlainTokens(clock),
    kinds: [provider.kind],
    publicUrl: () => publicUrl,
    log: (_level, message) => complaints.push(message),
  });
  return { signIn, provider, clock, transactor, secrets, signInSecrets, complaints };
};
