import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { startKeeper } from './keeper.ts';

/** A program to run. */
export interface Program {
  /** Names its log file; several runs of one name share it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Runs it as somebody else; for root only. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** A process of this run, with everything it starts itself. */
export interface Child {
  readonly pid: number;
  running(): boolean;
  /** To it and whatever it started; nothing when it is gone. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves with what ended it. */
  readonly ended: Promise<string>;
}

/** All processes of a run. None outlives this one. */
export interface Children {
  start(program: Program): Child;
  /** Kills whatever still runs. */
  endAll(): Promise<void>;
}

const groupSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
};

export const createChildren = (logs: string): Children => {
  const keeper = startKeeper();
  const running = new Map<number, Child>();

  const watch = (child: ChildProcess, pid: number): Child => {
    let over = false;
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        over = true;
        // What it started itself goes with it.
        groupSignal(pid, 'SIGKILL');
        running.delete(pid);
        keeper.remove(pid);
        resolve(signal ?? `code ${code}`);
      });
    });
    return {
      pid,
      running: () => !over,
      signal: (signal) => {
        if (!over) groupSignal(pid, signal);
      },
      ended,
    };
  };

  return {
    start: ({ name, command, args, env, cwd, owner }) => {
      const log = openSync(join(logs, `${name}.log`), 'a');
      // A process group of its own: one signal reaches all of it, and a terminal's Ctrl-C does not.
      const child = spawn(command, [...args], {
        cwd,
        env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', ...env },
        detached: true,
        stdio: ['ignore', log, log],
        ...owner,
      });
      closeSync(log);
      child.on('error', () => {});
      if (child.pid === undefined) throw new Error(`${command} cannot be started`);
      keeper.add(child.pid);
      const watched = watch(child, child.pid);
      running.set(child.pid, watched);
      return watched;
    },
    endAll: async () => {
      const left = [...running.values()];
      for (const child of left) child.signal('SIGKILL');
      await Promise.all(left.map(({ ended }) => ended));
      keeper.close();
    },
  };
};
