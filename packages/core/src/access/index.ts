export type { AccessDependencies } from './access-dependencies.ts';
export type { Access, Forbidden, InvalidAccess, TenantExists, Unauthenticated, UnknownKey } from './access.ts';
export { allows } from './allows.ts';
export { createAccess } from './create-access.ts';
export type { KeyRequest } from './create-key.ts';
export type { TenantRequest } from './create-tenant.ts';
export { scopes } from './model.ts';
export type { ApiKey, Principal, Scope, Tenant } from './model.ts';
export type { AccessStore, AccessStores, KeySecrets, TokenFailure, Tokens } from './ports.ts';
