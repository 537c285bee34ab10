export { openRedis, type RedisOptions } from './open-redis.ts';
export { createRedisRateLimiter, type RedisRateLimiterDependencies } from './redis-rate-limiter.ts';
export type { Redis, RedisState } from './redis.ts';
