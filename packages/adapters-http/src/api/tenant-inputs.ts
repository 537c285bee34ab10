import type { Clock, StoreFailure } from '@portico/core';
import type { Access } from '@portico/core/access';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { WorkflowInput } from '../body/workflow-input.ts';

const rememberedForMs = 60_000;

/** How each tenant's bodies are read: the zones of the tenants, a minute stale at most. */
export const createTenantInputs = (
  access: Access,
  clock: Clock,
  fallbackZone: string,
  inputFor: (timezone: string) => WorkflowInput,
): ((tenant: string) => ResultAsync<WorkflowInput, StoreFailure>) => {
  const byZone = new Map<string, WorkflowInput>();
  let zones: ReadonlyMap<string, string> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  const inputOf = (tenant: string): WorkflowInput => {
    const zone = zones.get(tenant) ?? fallbackZone;
    const known = byZone.get(zone);
    if (known !== undefined) return known;
    const input = inputFor(zone);
    byZone.set(zone, input);
    return input;
  };
  return (tenant) => {
    if (clock.monotonic() - readAt < rememberedForMs) return okAsync(inputOf(tenant));
    return access.listTenants().map((tenants) => {
      zones = new Map(tenants.map(({ id, timezone }) => [id, timezone]));
      readAt = clock.monotonic();
      return inputOf(tenant);
    });
  };
};
