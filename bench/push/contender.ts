import type { Cleanup } from '../harness/cleanup.ts';
import { processorTimes, usedBetween } from '../harness/processor-time.ts';
import { startProcess, type BenchProcess } from '../harness/start-process.ts';
import type { PushCommands, PushSetup } from './push-commands.ts';
import type { SinkCommands } from './sink.ts';

/** One run of one contender. */
export interface PushRun {
  readonly perSecond: number;
  /** Microseconds of processor time for one delivery: of the delivering processes, of their store, of the sink; null where unknown. */
  readonly workerMicros: number;
  readonly storeMicros: number | null;
  readonly sinkMicros: number;
}

export interface PushContender {
  readonly name: string;
  /** What of the usual count it delivers in a run: less than 1 for one that would take too long. */
  readonly share: number;
  /** Delivers `count` things that were taken in before, and sees to it that every one arrived. */
  run(count: number): Promise<PushRun>;
}

export interface PushContenderOptions {
  readonly name: string;
  readonly share?: number;
  readonly program: URL;
  readonly setup: Omit<PushSetup, 'first'>;
  readonly sink: BenchProcess<SinkCommands>;
  /** Processor time of the store's processes, by their id; null without a store. */
  readonly storeTimes: (() => Promise<ReadonlyMap<number, number | null>>) | null;
  /** Throws unless the store shows that everything ever delivered was, exactly once. */
  readonly check: ((delivered: number) => Promise<void>) | null;
}

/** Starts the contender's processes. */
export const startContender = async (options: PushContenderOptions, cleanup: Cleanup): Promise<PushContender> => {
  const { name, program, setup, sink, storeTimes, check } = options;
  const processes: BenchProcess<PushCommands>[] = [];
  for (let index = 0; index < setup.processes; index += 1) {
    const started = await startProcess<PushCommands>(program);
    cleanup.add(() => started.end());
    processes.push(started);
    await started.call('open', { ...setup, first: index === 0 });
  }
  let deliveredEver = 0;
  return {
    name,
    share: options.share ?? 1,
    run: async (count) => {
      for (const one of processes) await one.call('ready');
      await processes[0]?.call('prepare', count);
      const storeBefore = await storeTimes?.();
      const sinkBefore = await sink.call('totals');
      const begun = performance.now();
      const shares = await Promise.all(processes.map((one) => one.call('deliver', count)));
      const seconds = (performance.now() - begun) / 1_000;
      const sinkAfter = await sink.call('totals');
      const storeAfter = await storeTimes?.();

      const delivered = shares.reduce((sum, share) => sum + share.delivered, 0);
      const received = sinkAfter.received - sinkBefore.received;
      if (delivered !== count || received !== count)
        throw new Error(`${name}: ${count} were to be delivered, ${delivered} were, and ${received} arrived`);
      deliveredEver += delivered;
      await check?.(deliveredEver);
      const storeMicros =
        storeBefore === undefined || storeAfter === undefined ? null : usedBetween(storeBefore, storeAfter);
      return {
        perSecond: count / seconds,
        workerMicros: shares.reduce((sum, share) => sum + share.cpuMicros, 0) / count,
        storeMicros: storeMicros === null ? null : storeMicros / count,
        sinkMicros: (sinkAfter.cpuMicros - sinkBefore.cpuMicros) / count,
      };
    },
  };
};

/** Reads the processor time of processes whose ids are known. */
export const timesOf = (pids: readonly number[]) => async (): Promise<ReadonlyMap<number, number | null>> =>
  processorTimes(pids);
