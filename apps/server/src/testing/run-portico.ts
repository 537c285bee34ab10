import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface EndedCommand {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Standard input; a closed one when it is left out. */
  readonly input?: string;
  readonly directory?: string;
  /** Called with what has been printed, as it comes; may end the process by a signal. */
  readonly watch?: (stdout: string, kill: (signal: 'SIGINT') => void) => void;
}

/** What runs a command of the CLI, for shells. */
export const porticoCommand: readonly string[] = [
  process.execPath,
  '--conditions=@portico/source',
  '--disable-warning=ExperimentalWarning',
  main,
];

/** Runs a command of the CLI as its own process, to its end. */
export const runPortico = (args: readonly string[], options: RunOptions): Promise<EndedCommand> =>
  new Promise((resolve, reject) => {
    const [program = '', ...flags] = porticoCommand;
    const child = spawn(program, [...flags, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
      ...(options.directory === undefined ? {} : { cwd: options.directory }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    // A second signal would end it at once.
    let told = false;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      options.watch?.(stdout, (signal) => {
        if (!told) child.kill(signal);
        told = true;
      });
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    // A command that does not read ends without having taken it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
