import { startOwnRedis, type OwnRedis } from './own-redis.ts';
import { serveCommands } from './serve-commands.ts';

let redis: OwnRedis | null = null;

const commands = {
  /** Starts a Redis that ends with this process; null where none is installed. */
  start: async () => {
    redis = await startOwnRedis();
    return redis === null ? null : { url: redis.url, pid: redis.pid, description: redis.description };
  },
};

export type RedisCommands = typeof commands;

// Between the benchmark and Redis, because Redis does not notice when whoever started it is killed.
serveCommands(commands, async () => redis?.stop());
