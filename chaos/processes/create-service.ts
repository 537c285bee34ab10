import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../until.ts';
import type { Child, Children, Program } from './children.ts';
import { oneAtATime, type Service } from './service.ts';

export interface ServiceOptions {
  readonly program: Program;
  /** Whether it can be used. */
  readonly answers: () => Promise<boolean>;
  readonly withinMs: number;
}

/** A server that is started anew as often as it must: what a hard end left behind may be in the way at first. */
export const createService = (children: Children, { program, answers, withinMs }: ServiceOptions): Service => {
  const inTurn = oneAtATime();
  let child: Child | null = null;
  const up = async (): Promise<void> => {
    await until(`${program.name} answers`, withinMs, async () => {
      if (child === null || !child.running()) {
        if (child !== null) await sleep(250);
        child = children.start(program);
      }
      return (await answers()) ? true : null;
    });
  };
  return {
    name: program.name,
    up: () => inTurn(up),
    down: (signal) =>
      inTurn(async () => {
        child?.signal(signal);
        await child?.ended;
      }),
    signal: (signal) => child?.signal(signal),
  };
};
