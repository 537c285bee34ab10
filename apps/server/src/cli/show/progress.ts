import type { Sink } from '../terminal.ts';
import { fitText } from './text-width.ts';

/** Tells a person at a terminal how far something is. */
export interface Progress {
  /** `total` null: nobody knows. `remark` stands behind. */
  at(done: number, total: number | null, remark: string): Promise<void>;
  /** Takes the bar away, before something else is written. */
  clear(): Promise<void>;
}

const everyMs = 100;
const barCells = 24;

/** The text of a bar: `[#####-----]  50 %  500 of 1,000  remark`. */
export const progressText = (done: number, total: number | null, remark: string): string => {
  const count = done.toLocaleString('en');
  if (total === null) return `${count}  ${remark}`.trimEnd();
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.floor(share * barCells);
  const bar = `[${'#'.repeat(full)}${'-'.repeat(barCells - full)}]`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${remark}`.trimEnd();
};

const silent: Progress = { at: async () => undefined, clear: async () => undefined };

/** A bar on a terminal; nothing anywhere else. */
export const createProgress = (sink: Sink, wanted: boolean, now: () => number): Progress => {
  if (!wanted || !sink.isTerminal) return silent;
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    at: async (done, total, remark) => {
      if (now() - shownAt < everyMs && done !== total) return;
      shownAt = now();
      shown = true;
      await sink.write(`\r\u001B[2K${fitText(progressText(done, total, remark), (sink.columns ?? 80) - 1)}`);
    },
    clear: async () => {
      if (shown) await sink.write('\r\u001B[2K');
      shown = false;
      shownAt = Number.NEGATIVE_INFINITY;
    },
  };
};
