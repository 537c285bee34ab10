import type { WebhookStores } from '../../webhooks/ports.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { ContractCase } from '../contract-case.ts';
import { webhookEndpointCases } from './webhook-endpoint-cases.ts';
import { webhookMessageCases } from './webhook-message-cases.ts';

/** Stores that are to keep the promises of their ports. */
export interface WebhookStoresSubject {
  readonly transactor: Transactor<WebhookStores>;
  /** A name that no tenant has. */
  freshTenant(): string;
  /** Lets the store's clock go on by at least so many milliseconds. */
  advance(ms: number): Promise<void>;
  /** How many histories the property tries. */
  readonly runs: number;
}

/** What every store of webhooks promises. */
export const webhookStoresContract: readonly ContractCase<WebhookStoresSubject>[] = [
  ...webhookEndpointCases,
  ...webhookMessageCases,
];
