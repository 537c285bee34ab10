import { spawn } from 'node:child_process';

/** Ends process groups when this process is gone, however it went. */
export interface Keeper {
  add(pid: number): void;
  remove(pid: number): void;
  close(): void;
}

/**
 * Reads `+ pid` and `- pid`; when the pipe breaks, nobody else is left to end those groups. It ignores what a terminal sends to all,
 * so that it outlives whoever it watches.
 */
const script = `
trap '' INT TERM HUP
kept=' '
while read -r sign pid; do
  case $sign in
    +) kept="$kept$pid " ;;
    -) kept="\${kept%% $pid *} \${kept#* $pid }" ;;
  esac
done
for pid in $kept; do kill -9 "-$pid" 2>/dev/null; done
`;

export const startKeeper = (): Keeper => {
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return {
    add: (pid) => void child.stdin.write(`+ ${pid}\n`),
    remove: (pid) => void child.stdin.write(`- ${pid}\n`),
    close: () => void child.stdin.end(),
  };
};
