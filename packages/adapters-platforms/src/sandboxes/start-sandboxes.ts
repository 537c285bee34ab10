import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { abilityCenter } from './ability-center/kind.ts';
import { jinzhi } from './jinzhi/kind.ts';
import { jinzhiShuxin } from './jinzhi-shuxin/kind.ts';
import { nothingHere, openSandbox } from './engine/sandbox.ts';
import type { Sandbox } from './engine/sandbox.ts';
import { seededRandom } from './engine/seeded-random.ts';
import { tongyidaiban } from './tongyidaiban/kind.ts';
import { weaverOfs } from './weaver-ofs/kind.ts';
import { feishuApproval } from './feishu-approval/kind.ts';
import { landrayEkp } from './landray-ekp/kind.ts';
import { seeyonCip } from './seeyon-cip/kind.ts';
import { tongjiOpen } from './tongji-open/kind.ts';
import { welink } from './welink/kind.ts';
import { dingtalkTodo } from './dingtalk-todo/kind.ts';
import { webhook } from './webhook/kind.ts';

const kinds = [
  jinzhi,
  weaverOfs,
  jinzhiShuxin,
  tongyidaiban,
  abilityCenter,
  seeyonCip,
  landrayEkp,
  tongjiOpen,
  welink,
  webhook,
  dingtalkTodo,
  feishuApproval,
];

export type SandboxName =
  | 'jinzhi'
  | 'weaver-ofs'
  | 'jinzhi-shuxin'
  | 'tongyidaiban'
  | 'ability-center'
  | 'seeyon-cip'
  | 'landray-ekp'
  | 'tongji-open'
  | 'welink'
  | 'webhook'
  | 'dingtalk-todo'
  | 'feishu-approval';

export const sandboxNames: readonly SandboxName[] = [
  'jinzhi',
  'weaver-ofs',
  'jinzhi-shuxin',
  'tongyidaiban',
  'ability-center',
  'seeyon-cip',
  'landray-ekp',
  'tongji-open',
  'welink',
  'webhook',
  'dingtalk-todo',
  'feishu-approval',
];

export interface SandboxesOptions {
  /** Loopback unless set. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Each sandbox keeps a folder of its name here, and its state is there again at the next start. */
  readonly dataDir: string;
  /** All of them unless set. */
  readonly kinds?: readonly SandboxName[];
  readonly clock?: { now(): number };
  /** Makes the draw of faults repeatable. */
  readonly seed?: number;
  /** How long a hanging request is held before its connection is broken, milliseconds; 5,000 unless set. */
  readonly hangMs?: number;
}

export interface Sandboxes {
  readonly port: number;
  /** Address to set as a platform's base URL. Throws for a kind that was not started. */
  baseUrl(kind: SandboxName): string;
  /** Settings an adapter needs beside the base URL. Throws for a kind that was not started. */
  credentials(kind: SandboxName): Record<string, string>;
  close(): Promise<void>;
}

/**
 * One HTTP server with a sandbox per kind, each below a path of its name. Every answered request is in the journal before its answer
 * leaves, so killing the process loses nothing that anybody saw. Rejects when the port is taken, the directory cannot be written, or a journal
 * is damaged before its last line.
 */
export async function startSandboxes(options: SandboxesOptions): Promise<Sandboxes> {
  const host = options.host ?? '127.0.0.1';
  const now = (): number => options.clock?.now() ?? Date.now();
  const random = options.seed === undefined ? Math.random : seededRandom(options.seed);
  const open = new Map<string, Sandbox>();
  const closeAll = async (): Promise<void> => {
    await Promise.all([...open.values()].map((sandbox) => sandbox.close()));
  };

  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 30_000 }, (request, response) => {
    const url = request.url ?? '/';
    const question = url.indexOf('?');
    const path = question === -1 ? url : url.slice(0, question);
    const query = new URLSearchParams(question === -1 ? '' : url.slice(question + 1));
    const end = path.indexOf('/', 1);
    const sandbox = open.get(end === -1 ? path.slice(1) : path.slice(1, end));
    if (sandbox === undefined) return nothingHere(response, open.keys());
    // A journal that cannot be written is a platform that is down.
    sandbox.handle(request, response, end === -1 ? '/' : path.slice(end), query).catch(() => request.socket.destroy());
  });

  try {
    for (const kind of kinds) {
      if (options.kinds !== undefined && !options.kinds.some((name) => name === kind.name)) continue;
      open.set(
        kind.name,
        await openSandbox(kind, { dataDir: options.dataDir, now, random, hangMs: options.hangMs ?? 5_000 }),
      );
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, host, resolve);
    });
  } catch (error) {
    await closeAll();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const started = (kind: SandboxName): Sandbox => {
    const sandbox = open.get(kind);
    if (sandbox === undefined) throw new Error(`the sandbox ${kind} was not started`);
    return sandbox;
  };

  return {
    port,
    baseUrl(kind) {
      started(kind);
      return `http://${host.includes(':') ? `[${host}]` : host}:${port}/${kind}`;
    },
    credentials: (kind) => ({ ...started(kind).settings }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await closeAll();
    },
  };
}
