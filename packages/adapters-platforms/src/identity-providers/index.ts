export { identityProviderKinds, type IdentityProviderKindsOptions } from './identity-provider-kinds.ts';
