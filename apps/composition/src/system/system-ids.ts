import { randomUUIDv7 } from 'node:crypto';
import type { Ids } from '@portico/core';

/** UUIDs of version 7 (RFC 9562 §5.7), which ascend by time. */
export const systemIds: Ids = { next: () => randomUUIDv7() };
