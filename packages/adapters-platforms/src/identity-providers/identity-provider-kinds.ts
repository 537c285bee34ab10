import type { Dispatcher } from 'undici';
import type { Tracer } from '@portico/core';
import type { IdentityProviderKind } from '@portico/core/sign-in';
import { createTracedVendorClient } from '../http/traced-vendor-client.ts';
import { createVendorAgent, createVendorClient } from '../http/vendor-client.ts';
import { casKind } from './cas/cas-kind.ts';
import { oauth2Kind } from './oauth2/oauth2-kind.ts';

export interface IdentityProviderKindsOptions {
  /** Who connects; connections to any address unless given. */
  readonly dispatcher?: Dispatcher;
  readonly tracer?: Tracer;
}

/** Every kind of identity provider. */
export const identityProviderKinds = (options: IdentityProviderKindsOptions = {}): readonly IdentityProviderKind[] => {
  const plain = createVendorClient(options.dispatcher ?? createVendorAgent());
  const client = options.tracer === undefined ? plain : createTracedVendorClient(plain, options.tracer);
  return [casKind('cas1', client), casKind('cas2', client), casKind('cas3', client), oauth2Kind(client)];
};
