import type { Instant } from '../ports/instant.ts';

/** What a principal may do. `admin` includes all others. */
export type Scope =
  | 'admin'
  | 'events:write'
  | 'todos:read'
  | 'todos:write'
  | 'platforms:read'
  | 'platforms:write'
  | 'lanes:read'
  | 'lanes:write'
  | 'logs:read'
  | 'feed:read'
  | 'sign-in:read'
  | 'sign-in:write'
  | 'webhooks:read'
  | 'webhooks:write'
  | 'alerts:read'
  | 'alerts:write';

export const scopes: readonly Scope[] = [
  'admin',
  'events:write',
  'todos:read',
  'todos:write',
  'platforms:read',
  'platforms:write',
  'lanes:read',
  'lanes:write',
  'logs:read',
  'feed:read',
  'sign-in:read',
  'sign-in:write',
  'webhooks:read',
  'webhooks:write',
  'alerts:read',
  'alerts:write',
];

/** Who is calling. */
export interface Principal {
  readonly tenant: string;
  /** For the logs: the key's name, or `console`. */
  readonly name: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

export interface Tenant {
  /** 1 to 63 characters of `[a-z0-9-]`. */
  readonly id: string;
  readonly name: string;
  /** IANA name; timestamps without offset are read in it. */
  readonly timezone: string;
  readonly createdAt: Instant;
}

/** An API key without its secret, of which only a hash is kept. */
export interface ApiKey {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
}
