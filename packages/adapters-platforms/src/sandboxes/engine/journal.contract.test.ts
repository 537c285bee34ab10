import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';

describe('a journal', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-journal-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A counter by name, whose entries add one. */
  const open = async (
    compactAfter?: number,
  ): Promise<{ counts: Map<string, number>; journal: Journal<[string, number]> }> => {
    const counts = new Map<string, number>();
    const journal = await openJournal<[string, number]>({
      file: join(folder, 'counts.jsonl'),
      replay: ([name, add]) => counts.set(name, (counts.get(name) ?? 0) + add),
      snapshot: () => counts.entries(),
      ...(compactAfter === undefined ? {} : { compactAfter }),
    });
    return { counts, journal };
  };

  it('MUST replay every entry exactly once, also when it was rewritten while entries came in', async () => {
    const { counts, journal } = await open(500);
    const add = (name: string): Promise<void> => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return journal.append([name, 1]);
    };
    for (let round = 0; round < 40; round += 1) {
      await Promise.race([add('a'), add('b'), add('c')]);
      void add('d');
    }
    await journal.settled();
    await journal.close();
    expect((await stat(join(folder, 'counts.jsonl'))).size).toBeLessThan(1_000);
    const again = await open();
    await again.journal.close();
    expect(Object.fromEntries(again.counts)).toEqual({ a: 40, b: 40, c: 40, d: 40 });
  });

  it('MUST refuse entries once the file cannot be written', async () => {
    const { journal } = await open();
    await journal.close();
    await expect(journal.append(['a', 1])).rejects.toThrow(/closed|EBADF/);
    await expect(journal.append(['a', 1])).rejects.toThrow(/closed|EBADF/);
  });
});
