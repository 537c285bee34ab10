export { createHttpApi } from './http-api.ts';
export { defaultHttpApiOptions } from './api/dependencies.ts';
export type { HttpApiDependencies, HttpApiOptions, HttpLog, Readiness } from './api/dependencies.ts';
export type { HttpEnvironment } from './api/environment.ts';
export type {
  IdempotencyRef,
  IdempotencyStart,
  IdempotencyStore,
  KeptAnswer,
} from './idempotency/idempotency-store.ts';
export { createMemoryIdempotencyStore } from './idempotency/memory-idempotency-store.ts';
export type { BucketSize } from './limits/token-buckets.ts';
export { createJwtTokens, defaultTokenValidityMs } from './jwt/jwt-tokens.ts';
export { languages } from './problems/problems.ts';
export type { Language, ProblemCode } from './problems/problems.ts';
export { createConsole } from './console/create-console.ts';
export { defaultConsoleOptions } from './console/console-dependencies.ts';
export type { ConsoleDependencies, ConsoleOptions, SandboxAddress } from './console/console-dependencies.ts';
export { createSignInLinks } from './console/sign-in-links.ts';
export type { SignInLinks, SignInLinksDependencies } from './console/sign-in-links.ts';
