export { createAddressGuard, isNetwork, type AddressGuard, type AddressGuardOptions } from './address-guard.ts';
export { createGuardedAgent } from './guarded-agent.ts';
