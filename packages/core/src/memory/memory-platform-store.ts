import { okAsync } from 'neverthrow';
import type { TokenCache } from '../task-center/platform.ts';
import type { PlatformStore, RuleStore } from '../task-center/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { platformTable, rowKey, ruleTable, tokenTable } from './memory-task-center-rows.ts';

/** Platforms in memory. */
export const createMemoryPlatformStore = (database: MemoryDatabase): PlatformStore => {
  const table = platformTable(database);
  return {
    save: (platform) => {
      const key = rowKey(platform.tenant, platform.code);
      if ((table.get(key)?.revision ?? 0) !== platform.revision - 1) return okAsync(false);
      table.set(key, platform);
      return okAsync(true);
    },
    find: (tenant, code) => okAsync(table.get(rowKey(tenant, code)) ?? null),
    list: (tenant) =>
      okAsync(
        [...table.values()]
          .filter((platform) => tenant === null || platform.tenant === tenant)
          .toSorted((a, b) => compareCodePoints(a.tenant, b.tenant) || compareCodePoints(a.code, b.code)),
      ),
    remove: (tenant, code) => okAsync(table.delete(rowKey(tenant, code))),
  };
};

/** Routing rules in memory. */
export const createMemoryRuleStore = (database: MemoryDatabase): RuleStore => {
  const table = ruleTable(database);
  return {
    list: (tenant) => okAsync(table.get(tenant) ?? []),
    replace: (tenant, rules) => {
      table.set(tenant, rules);
      return okAsync(undefined);
    },
  };
};

/** Platforms' tokens in memory, as they are given. */
export const createMemoryTokenStore = (database: MemoryDatabase): TokenCache => {
  const table = tokenTable(database);
  return {
    read: (tenant, platform) => okAsync(table.get(rowKey(tenant, platform)) ?? null),
    swap: (tenant, platform, used, token, expiresInMs) => {
      const key = rowKey(tenant, platform);
      const stored = table.get(key);
      if (stored !== undefined && stored.version !== used) return okAsync(stored);
      const next = {
        version: (stored?.version ?? 0) + 1,
        token,
        expiresAt: expiresInMs === null ? null : database.now() + expiresInMs,
      };
      table.set(key, next);
      return okAsync(next);
    },
  };
};
