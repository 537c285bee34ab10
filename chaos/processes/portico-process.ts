import { setTimeout as sleep } from 'node:timers/promises';
import type { Child, Children, Program } from './children.ts';

/** A process of Portico that somebody (a container's host, systemd) starts again whenever it ends. */
export interface PorticoProcess {
  readonly name: string;
  start(): void;
  /** Whether there was one to kill. */
  kill(signal: NodeJS.Signals): boolean;
  signal(signal: NodeJS.Signals): void;
  running(): boolean;
  /** How it ended although nobody ended it, once it had been ready: none of these is in order. */
  readonly gaveUp: readonly string[];
  /** How often it ended before it was ready, as it may while its servers are away. */
  refusedStarts(): number;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** What a process manager waits before it starts a process again that ended by itself. */
const pauseMs = 500;
/** Older than this, a process counts as ready where nothing tells. */
const startsWithinMs = 8_000;
const stopsWithinMs = 15_000;

/** `isReady` is asked for the process that runs now. */
export const keepRunning = (children: Children, program: Program, isReady: () => Promise<boolean>): PorticoProcess => {
  let child: Child | null = null;
  let killed = false;
  let stopped = false;
  let refused = 0;
  const gaveUp: string[] = [];

  const watch = async (watched: Child): Promise<void> => {
    const begun = performance.now();
    let ready = false;
    const look = async (): Promise<void> => {
      while (watched.running() && !ready) {
        ready = await isReady();
        if (!ready) await sleep(250);
      }
    };
    void look();
    const how = await watched.ended;
    if (stopped) return;
    const expected = killed;
    killed = false;
    if (!expected) {
      if (ready || performance.now() - begun > startsWithinMs) gaveUp.push(`${program.name}: ${how}`);
      else refused += 1;
      await sleep(pauseMs);
    }
    if (!stopped) run();
  };

  const run = (): void => {
    child = children.start(program);
    void watch(child);
  };

  return {
    name: program.name,
    start: run,
    kill: (signal) => {
      if (child === null || !child.running()) return false;
      killed = true;
      child.signal(signal);
      return true;
    },
    signal: (signal) => child?.signal(signal),
    running: () => child?.running() ?? false,
    gaveUp,
    refusedStarts: () => refused,
    stop: async () => {
      stopped = true;
      child?.signal('SIGCONT');
      child?.signal('SIGTERM');
      const late = setTimeout(() => child?.signal('SIGKILL'), stopsWithinMs);
      await child?.ended;
      clearTimeout(late);
    },
  };
};
