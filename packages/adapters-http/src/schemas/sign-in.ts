import type {
  IdentityProviderKind,
  PersonSession,
  ProviderDraft,
  ShownProvider,
  ShownReturnOrigin,
  SignInLogEntry,
} from '@portico/core/sign-in';
import { z } from 'zod';
import { instant, platformCode, plainText } from './fields.ts';
import { iso } from './show.ts';

const localized = z.object({ 'zh-CN': z.string(), en: z.string() });

export const providerKindName = z.enum(['cas1', 'cas2', 'cas3', 'oauth2']);

export const shownProviderKind = z
  .object({
    kind: providerKindName,
    name: localized,
    fields: z.array(
      z.object({
        name: z.string(),
        label: localized,
        help: localized.nullable(),
        type: z.enum(['string', 'url', 'integer', 'boolean', 'secret', 'choice', 'expression']),
        required: z.boolean(),
        default: z.unknown(),
        choices: z.array(z.string()).nullable(),
      }),
    ),
  })
  .meta({ ref: 'IdentityProviderKind' });

const changeable = {
  name: plainText(255),
  baseUrl: plainText(2048),
  enabled: z.boolean(),
  settings: z.record(z.string().max(64), z.unknown()).refine((record) => Object.keys(record).length <= 50),
  secrets: z.record(z.string().max(64), z.string().min(1).max(4096).nullable()).meta({
    description: 'Written, never shown. Replaces those named; null removes one.',
  }),
};

export const newProvider = z
  .strictObject({
    code: platformCode,
    kind: providerKindName,
    ...z.object(changeable).partial().shape,
    baseUrl: changeable.baseUrl,
  })
  .meta({ ref: 'NewIdentityProvider' });

export const providerChange = z
  .strictObject(z.object(changeable).partial().shape)
  .meta({ ref: 'IdentityProviderChange' });

export const shownProvider = z
  .object({
    code: z.string(),
    kind: providerKindName,
    name: z.string(),
    baseUrl: z.string(),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.object({ set: z.literal(true) })),
    enabled: z.boolean(),
    callback: z.string().meta({ description: 'To be registered at the provider; CAS adds a query to it.' }),
    login: z.string().meta({ description: 'Links that sign people in lead here; `?to=` names where they go then.' }),
    revision: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ ref: 'IdentityProvider' });

export const returnOriginBody = z
  .strictObject({
    origin: plainText(300).meta({ description: 'Scheme, host and port: `https://oa.example.edu`.' }),
    name: plainText(255).optional(),
    handOver: z.enum(['token', 'none']).optional(),
    enabled: z.boolean().optional(),
    newSecret: z.boolean().optional().meta({ description: 'Makes a new secret; the old one ends at once.' }),
  })
  .meta({ ref: 'ReturnOriginBody' });

const originFields = {
  origin: z.string(),
  name: z.string(),
  handOver: z.enum(['token', 'none']),
  enabled: z.boolean(),
  revision: z.int(),
  createdAt: instant,
  updatedAt: instant,
};

export const shownReturnOrigin = z.object(originFields).meta({ ref: 'ReturnOrigin' });

export const keptReturnOrigin = z
  .object({
    ...originFields,
    secret: z.string().nullable().meta({ description: 'Shown when it is made, and never again; null otherwise.' }),
  })
  .meta({ ref: 'KeptReturnOrigin' });

export const shownSession = z
  .object({
    id: z.string(),
    provider: z.string(),
    personId: z.string(),
    name: z.string().nullable(),
    attributes: z.record(z.string(), z.array(z.string())),
    createdAt: instant,
    expiresAt: instant,
  })
  .meta({ ref: 'PersonSession' });

export const signInOutcome = z.enum([
  'signed-in',
  'TICKET_INVALID',
  'SERVICE_MISMATCH',
  'PROVIDER_MISCONFIGURED',
  'PROVIDER_UNREACHABLE',
  'ANSWER_UNREADABLE',
  'SIGN_IN_DENIED',
  'RETURN_REFUSED',
]);

export const shownSignIn = z
  .object({
    id: z.int(),
    at: instant,
    provider: z.string(),
    outcome: signInOutcome,
    personId: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ ref: 'SignInLogEntry' });

/** Leaves out what is undefined: `exactOptionalPropertyTypes` tells it from absent. */
export const withoutAbsent = <Draft>(given: object): Draft =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Draft;

export const toProviderDraft = (given: object): ProviderDraft => withoutAbsent<ProviderDraft>(given);

export const showProviderKind = ({ kind, name, fields }: IdentityProviderKind): z.input<typeof shownProviderKind> => ({
  kind,
  name: { ...name },
  fields: fields.map((field) => ({
    name: field.name,
    label: { ...field.label },
    help: field.help === null ? null : { ...field.help },
    type: field.type,
    required: field.required,
    default: field.default,
    choices: field.choices === null ? null : [...field.choices],
  })),
});

export const showProvider = (provider: ShownProvider): z.input<typeof shownProvider> => ({
  code: provider.code,
  kind: provider.kind,
  name: provider.name,
  baseUrl: provider.baseUrl,
  settings: { ...provider.settings },
  secrets: Object.fromEntries(provider.secretNames.map((name) => [name, { set: true as const }])),
  enabled: provider.enabled,
  callback: provider.callback,
  login: provider.login,
  revision: provider.revision,
  createdAt: iso(provider.createdAt),
  updatedAt: iso(provider.updatedAt),
});

export const showReturnOrigin = (origin: ShownReturnOrigin): z.input<typeof shownReturnOrigin> => ({
  origin: origin.origin,
  name: origin.name,
  handOver: origin.handOver,
  enabled: origin.enabled,
  revision: origin.revision,
  createdAt: iso(origin.createdAt),
  updatedAt: iso(origin.updatedAt),
});

export const showSession = (session: PersonSession): z.input<typeof shownSession> => ({
  id: session.id,
  provider: session.provider,
  personId: session.personId,
  name: session.name,
  attributes: Object.fromEntries(Object.entries(session.attributes).map(([name, values]) => [name, [...values]])),
  createdAt: iso(session.createdAt),
  expiresAt: iso(session.expiresAt),
});

export const showSignIn = (entry: SignInLogEntry & { readonly id: number }): z.input<typeof shownSignIn> => ({
  id: entry.id,
  at: iso(entry.at),
  provider: entry.provider,
  outcome: entry.outcome,
  personId: entry.personId,
  message: entry.message,
});
