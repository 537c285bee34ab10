import type { Commands } from '../harness/serve-commands.ts';

/** A POST as Portico sent it to the sink while it warmed up; every contender sends these. */
export interface SamplePost {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PushSetup {
  readonly sinkUrl: string;
  /** Where the contender keeps what is to be delivered: a database's or a Redis' address. */
  readonly storeUrl: string;
  /** POSTs under way at once in each process. */
  readonly concurrency: number;
  /** How many processes deliver together, so that limits for all of them can be set. */
  readonly processes: number;
  /** This one makes what all of them share. */
  readonly first: boolean;
  readonly samples: readonly SamplePost[];
}

/** What a process did in one run, and what that cost it. */
export interface PushShare {
  readonly delivered: number;
  readonly cpuMicros: number;
}

/** What every program that delivers can be told. */
export interface PushCommands extends Commands {
  open(setup: PushSetup): Promise<void>;
  /** Connects what is not to be measured; every process does it, before anything is taken in. */
  ready(): Promise<void>;
  /** Takes deliveries in, unmeasured; one process does it for all. */
  prepare(count: number): Promise<void>;
  /** Delivers everything there is; `count` is how much that is for those that cannot know. */
  deliver(count: number): Promise<PushShare>;
}

/** Runs `work`, which answers how much it delivered. */
export const measureShare = async (work: () => Promise<number>): Promise<PushShare> => {
  const before = process.cpuUsage();
  const delivered = await work();
  const { user, system } = process.cpuUsage(before);
  return { delivered, cpuMicros: user + system };
};
