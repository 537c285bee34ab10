import type { RedisState } from '@portico/adapters-persistence/redis';
import type { Check } from './check.ts';

/** A Redis that is away hinders nobody: each process keeps to its share. */
export const redisCheck = ({ status }: RedisState): Check =>
  status === 'connected'
    ? { name: 'redis', ok: true }
    : { name: 'redis', ok: true, detail: 'degraded: away; each process keeps to its share of the rates' };
