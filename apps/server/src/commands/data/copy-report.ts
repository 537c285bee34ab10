import { join } from 'node:path';
import type { CopiedTable, CopyProgress } from '@portico/adapters-persistence';

/** Tells people how a copy goes, a line at a time. */
export interface CopyReport {
  progress(progress: CopyProgress): void;
  /** `keyIsGiven`: secrets are sealed with PORTICO_SECRET_KEY rather than with the key in the data directory. */
  done(copied: readonly CopiedTable[], dataDir: string, keyIsGiven: boolean): void;
}

/** A table that takes longer is heard of in between. */
const everyMs = 2_000;

const count = (rows: number): string => rows.toLocaleString('en');

export const copyReport = (say: (line: string) => void, now: () => number = () => performance.now()): CopyReport => {
  let saidAt = now();
  return {
    progress: ({ step, table, rows, of }) => {
      if (rows === of || now() - saidAt < everyMs) return;
      saidAt = now();
      say(`  ${step === 'copy' ? 'copying' : 'comparing'} ${table}: ${count(rows)} of ${count(of)} rows`);
    },
    done: (copied, dataDir, keyIsGiven) => {
      const width = Math.max(...copied.map(({ name }) => name.length));
      for (const { name, rows, sum } of copied)
        say(`  ${name.padEnd(width)}  ${count(rows).padStart(11)} rows  ${sum}`);
      const total = copied.reduce((sum, { rows }) => sum + rows, 0);
      say(`Copied ${copied.length} tables with ${count(total)} rows; read again, both sides hold the same.`);
      say('');
      say('Next');
      say(`  1. Start Portico with PORTICO_DATABASE_URL, on the same data directory (PORTICO_DATA_DIR=${dataDir}).`);
      say(
        keyIsGiven
          ? '     Keep PORTICO_SECRET_KEY: with another one, the stored secrets of platforms cannot be read.'
          : `     Elsewhere, set PORTICO_SECRET_KEY to what ${join(dataDir, 'secret.key')} holds: without it, the stored secrets of platforms cannot be read.`,
      );
      say(
        '  2. Never start it without PORTICO_DATABASE_URL there again: two databases would tell the platforms two stories.',
      );
      say(`     When all is well, remove ${join(dataDir, 'database')}.`);
    },
  };
};
