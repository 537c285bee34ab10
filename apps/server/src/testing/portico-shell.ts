import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPortico, type EndedCommand, type RunOptions } from './run-portico.ts';
import { freePort, startServerProcess, type ServerProcess } from './server-process.ts';

/** A folder in which somebody works at a shell, on the machine of a server that runs. */
export interface PorticoShell {
  readonly folder: string;
  readonly server: ServerProcess;
  /** What the commands find around them. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `portico` with these words; one text is divided at its blanks. */
  portico(words: string | readonly string[], options?: Partial<RunOptions>): Promise<EndedCommand>;
  close(): Promise<void>;
}

export const openPorticoShell = async (): Promise<PorticoShell> => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-shell-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const server = await startServerProcess(dataDir, await freePort()).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const env = { PORTICO_DATA_DIR: dataDir, XDG_CONFIG_HOME: join(folder, 'config') };
  return {
    folder,
    server,
    env,
    portico: (words, options = {}) =>
      runPortico(typeof words === 'string' ? words.split(' ') : words, {
        directory: folder,
        ...options,
        env: { ...env, ...options.env },
      }),
    close: async () => {
      await server.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Lines that are not empty. */
export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** What `--json` printed, a document a line. */
export const documentsIn = ({ stdout }: EndedCommand): readonly any[] =>
  linesOf(stdout).map((line) => JSON.parse(line));

const happened = new Date(Date.now() - 3_600_000).toISOString();

/** What an engine reports when 李老师 is to decide about a request. */
export const eventFor = (id: string): Record<string, any> => ({
  eventId: `evt-${id}`,
  action: 'receive',
  occurredAt: happened,
  instance: {
    id: `S-${id}`,
    processId: 'leave',
    processName: '请假审批',
    subject: '张三的请假申请',
    status: 'running',
    startedAt: happened,
  },
  task: {
    id: `T-${id}`,
    nodeId: 'n2',
    nodeName: '辅导员审批',
    subject: '张三的请假申请',
    assignees: [{ id: 'T001', name: '李老师' }],
    links: { pc: 'https://oa.example.edu/t/1' },
    createdAt: happened,
  },
});
