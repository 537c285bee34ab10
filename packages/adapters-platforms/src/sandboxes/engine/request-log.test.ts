import { describe, expect, it } from 'vitest';
import { createRequestLog } from './request-log.ts';

const row = (id: number) =>
  ({ at: id, operation: 'create', id: String(id), effect: 'created', answered: 'ok' }) as const;

describe('the request log', () => {
  it('MUST keep at least its capacity, the latest, and go on numbering', () => {
    const log = createRequestLog(100);
    for (let id = 0; id < 1_000; id += 1) {
      log.append([row(id)]);
      const { first, rows } = log.from(0, 1_000);
      expect(rows.length).toBeGreaterThanOrEqual(Math.min(id + 1, 100));
      expect(rows.length).toBeLessThanOrEqual(125);
      expect(rows.at(-1)?.at).toBe(id);
      expect(rows[0]?.at).toBe(first);
    }
    expect(log.next).toBe(1_000);
    expect(log.from(990, 3)).toEqual({ first: 990, rows: [row(990), row(991), row(992)] });
  });
});
