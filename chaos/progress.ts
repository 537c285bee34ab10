import type { Tally } from './run-round.ts';

/** Shows that something happens. */
export interface Progress {
  say(line: string): void;
  round(number: number, tally: () => Tally): void;
  left(work: number): void;
  stop(): void;
}

const everyMs = 1_000;
const plainEveryMs = 30_000;

const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
};

/** A line that renews itself on a terminal, and a line now and then where there is none. */
export const createProgress = (out: NodeJS.WriteStream): Progress => {
  const begun = performance.now();
  const isTerminal = out.isTTY;
  let line = (): string => '';
  let shownAt = -Infinity;
  let shown = '';
  const show = (): void => {
    const text = line();
    if (text === '') return;
    if (isTerminal) out.write(`\r\u001B[K${clock(performance.now() - begun)} ${text}`);
    else if (text !== shown && performance.now() - shownAt >= plainEveryMs) {
      out.write(`${clock(performance.now() - begun)} ${text}\n`);
      shownAt = performance.now();
      shown = text;
    }
  };
  const timer = setInterval(show, everyMs);
  timer.unref();
  return {
    say: (text) => {
      line = () => '';
      out.write(`${isTerminal ? '\r\u001B[K' : ''}${clock(performance.now() - begun)} ${text}\n`);
    },
    round: (number, tally) => {
      line = () => {
        const { kills, events, faults } = tally();
        const done = [...faults.values()].reduce((sum, count) => sum + count, 0);
        return `round ${number}: ${kills} kills, ${done} faults, ${events.length} events`;
      };
      show();
    },
    left: (work) => {
      line = () => (Number.isFinite(work) ? `${work} keys left` : 'the database does not answer');
      show();
    },
    stop: () => {
      clearInterval(timer);
      if (isTerminal) out.write('\r\u001B[K');
    },
  };
};
