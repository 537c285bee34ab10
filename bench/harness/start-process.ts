import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Commands } from './serve-commands.ts';
import { sourceFlags } from './source-flags.ts';

/** A process that the benchmark started, and what it can be told. */
export interface BenchProcess<C extends Commands> {
  readonly pid: number;
  /** Rejects with what the command threw, when the process ends, and when no answer comes within three minutes. */
  call<K extends keyof C & string>(name: K, ...input: Parameters<C[K]>): Promise<Awaited<ReturnType<C[K]>>>;
  /** Ends it, hard when it does not end by itself within 5 s. */
  end(): Promise<void>;
}

const endWithinMs = 5_000;
const answerWithinMs = 180_000;
const keptErrorText = 4_000;

/** Starts a program that serves commands (`serveCommands`); it ends with this process, however that ends. */
export const startProcess = async <C extends Commands>(
  program: URL,
  extraFlags: readonly string[] = [],
): Promise<BenchProcess<C>> => {
  const child = fork(fileURLToPath(program), [], {
    execArgv: [...sourceFlags, ...extraFlags],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let errorText = '';
  let last = 0;
  let ended = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errorText = `${errorText}${text}`.slice(-keptErrorText);
  });
  child.on('message', (answer: { id: number; value?: unknown; error?: string }) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) call?.resolve(answer.value);
    else call?.reject(new Error(answer.error));
  });
  child.once('exit', (code, signal) => {
    ended = true;
    for (const call of waiting.values())
      call.reject(new Error(`${program.pathname} ended (${signal ?? code}): ${errorText}`));
    waiting.clear();
  });
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    call: (name, ...input) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new Error(`${program.pathname} has ended: ${errorText}`));
        const id = (last += 1);
        const late = setTimeout(() => {
          waiting.get(id)?.reject(new Error(`${program.pathname}: no answer to ${name}: ${errorText}`));
        }, answerWithinMs);
        waiting.set(id, {
          resolve: (value) => {
            clearTimeout(late);
            resolve(value as Awaited<ReturnType<C[typeof name]>>);
          },
          reject: (error) => {
            clearTimeout(late);
            reject(error);
          },
        });
        child.send({ id, name, input }, (error) => error !== null && reject(error));
      }),
    end: async () => {
      if (ended) return;
      const exit = once(child, 'exit');
      const late = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      child.disconnect();
      await exit;
      clearTimeout(late);
    },
  };
};
