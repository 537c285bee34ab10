import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Faults, SandboxTodo } from '@portico/adapters-platforms/sandboxes';
import type { Child, Children } from '../processes/children.ts';
import type { RunFolder } from '../processes/run-folder.ts';
import { nodeFlags } from '../processes/node-flags.ts';
import { until } from '../until.ts';
import type { WireEntry } from './wire-entry.ts';

/** A line of a sandbox's own request log. */
export interface LoggedEffect {
  readonly id: string;
  readonly effect: string;
}

/** One platform, as the vendor knows it. */
export interface Vendor {
  readonly kind: string;
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  setFaults(faults: Partial<Faults>): Promise<void>;
  todos(): Promise<readonly SandboxTodo[]>;
  effects(): Promise<readonly LoggedEffect[]>;
}

/** The process that plays all vendors; it survives the run. */
export interface Vendors {
  readonly all: readonly Vendor[];
  running(): boolean;
  /** Ends it, and answers every request it ever got, in the order in which they ended. */
  stop(): Promise<readonly WireEntry[]>;
}

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const pageSize = 50_000;

const ask = async <T>(url: string, init?: RequestInit): Promise<T> => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
};

const openVendor = (place: Pick<Vendor, 'kind' | 'baseUrl' | 'credentials'>): Vendor => ({
  ...place,
  setFaults: async (faults) => {
    await ask(`${place.baseUrl}/_sandbox/faults`, { method: 'PUT', body: JSON.stringify(faults) });
  },
  todos: async () => (await ask<{ todos: SandboxTodo[] }>(`${place.baseUrl}/_sandbox/todos`)).todos,
  effects: async () => {
    const found: LoggedEffect[] = [];
    for (let after = -1; ;) {
      const query = after < 0 ? '' : `&after=${after}`;
      const { requests } = await ask<{ requests: (LoggedEffect & { index: number })[] }>(
        `${place.baseUrl}/_sandbox/requests?limit=${pageSize}${query}`,
      );
      found.push(...requests);
      const last = requests.at(-1);
      if (last === undefined || requests.length < pageSize) return found;
      after = last.index;
    }
  },
});

const readJson = <T>(file: string): T | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
};

export const startVendors = async (children: Children, folder: RunFolder, seed: number): Promise<Vendors> => {
  const dataDir = folder.folder('sandboxes');
  const child: Child = children.start({
    name: 'sandboxes',
    command: process.execPath,
    args: [...nodeFlags, main, dataDir, String(seed)],
    env: {},
    cwd: folder.path,
  });
  const places = await until('the sandboxes are there', 30_000, async () => {
    if (!child.running()) throw new Error('The sandboxes ended at their start.');
    return readJson<Pick<Vendor, 'kind' | 'baseUrl' | 'credentials'>[]>(join(dataDir, 'sandboxes.json'));
  });
  return {
    all: places.map(openVendor),
    running: () => child.running(),
    stop: async () => {
      child.signal('SIGTERM');
      await child.ended;
      return readFileSync(join(dataDir, 'wire.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as WireEntry);
    },
  };
};
