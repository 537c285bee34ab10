import type { ApiKey, Tenant } from '@portico/core/access';
import { z } from 'zod';
import { instant, instantText, plainText, scope } from './fields.ts';
import { iso, isoOrNull } from './show.ts';

const scopeList = z.array(scope).min(1).max(20);

export const tokenRequest = z.strictObject({
  scopes: scopeList.nullable().default(null).meta({ description: 'Fewer scopes than the key has; null: all of them.' }),
});

export const shownToken = z
  .object({ token: z.string(), expiresIn: z.int().meta({ description: 'Seconds.' }), tokenType: z.literal('Bearer') })
  .meta({ ref: 'Token' });

export const newApiKey = z
  .strictObject({ name: plainText(255), scopes: scopeList, expiresAt: instantText.nullable().default(null) })
  .meta({ ref: 'NewApiKey' });

const keyFields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
};

export const shownApiKey = z.object(keyFields).meta({ ref: 'ApiKey' });
export const createdApiKey = z
  .object({ ...keyFields, secret: z.string().meta({ description: 'Shown this once.' }) })
  .meta({ ref: 'CreatedApiKey' });

export const shownPrincipal = z
  .object({ tenant: z.string(), name: z.string(), keyId: z.string(), scopes: z.array(scope) })
  .meta({ ref: 'Principal' });

export const showApiKey = (key: ApiKey): z.input<typeof shownApiKey> => ({
  id: key.id,
  name: key.name,
  scopes: [...key.scopes],
  createdAt: iso(key.createdAt),
  expiresAt: isoOrNull(key.expiresAt),
  revokedAt: isoOrNull(key.revokedAt),
});

export const newTenant = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,63}$/, 'must be 1 to 63 characters of a-z, 0-9 and -'),
    name: plainText(255),
    timezone: plainText(64)
      .default('Asia/Shanghai')
      .meta({ description: 'IANA name; timestamps without offset are read in it.' }),
  })
  .meta({ ref: 'NewTenant' });

export const shownTenant = z
  .object({ id: z.string(), name: z.string(), timezone: z.string(), createdAt: instant })
  .meta({ ref: 'Tenant' });

export const createdTenant = z.object({ tenant: shownTenant, key: createdApiKey }).meta({ ref: 'CreatedTenant' });

export const showTenant = (tenant: Tenant): z.input<typeof shownTenant> => ({
  id: tenant.id,
  name: tenant.name,
  timezone: tenant.timezone,
  createdAt: iso(tenant.createdAt),
});
