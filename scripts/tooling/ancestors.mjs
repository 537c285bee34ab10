import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const shells = /^-?(sh|dash|bash|zsh|ksh|ash|busybox)$/;
const atMost = 8;

/** @typedef {{ parent: number, args: string[] }} ProcessFacts */

/**
 * @param {number} pid
 * @returns {ProcessFacts | undefined} undefined when it is gone
 */
function look(pid) {
  try {
    if (process.platform === 'linux') {
      return {
        parent: parentOnLinux(pid),
        args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean),
      };
    }
    const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [parent, ...args] = line.split(/\s+/);
    return { parent: Number(parent), args };
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function parentOnLinux(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

const isShellRunningOneCommand = (/** @type {ProcessFacts} */ { args }) =>
  shells.test(args[0]?.split('/').pop() ?? '') && args[1] === '-c';

/**
 * The processes that stand for this one in the eyes of whoever started it: with `npm start`, the shell between and npm.
 * Started by hand (no package manager), there are none: this process is the outermost itself.
 * @returns {number[]} from the parent outwards
 */
function outerProcesses() {
  if (process.env.npm_lifecycle_event === undefined) return [];
  if (process.platform === 'win32') return [process.ppid];
  const found = [];
  for (let pid = process.ppid; pid > 1 && found.length < atMost;) {
    found.push(pid);
    const facts = look(pid);
    if (facts === undefined || !isShellRunningOneCommand(facts)) break;
    pid = facts.parent;
  }
  return found;
}

const isAlive = (/** @type {number} */ pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A parent that ends hands its children to another, at once and for good; so a link that moved is a parent gone. */
const stillLinked = (/** @type {number} */ pid, /** @type {number} */ child) => {
  if (child === process.pid) return process.platform === 'win32' ? isAlive(pid) : process.ppid === pid;
  if (process.platform !== 'linux') return isAlive(pid);
  try {
    return parentOnLinux(child) === pid;
  } catch {
    return false;
  }
};

/**
 * Calls `onGone` once, when one of the outer processes has ended.
 * @param {() => void} onGone
 * @param {number} [every] milliseconds between looks
 * @returns {() => void} stops watching
 */
export function watchOuterProcesses(onGone, every = 250) {
  const outer = outerProcesses();
  if (outer.length === 0) return () => {};
  const timer = setInterval(() => {
    if (outer.every((pid, index) => stillLinked(pid, outer[index - 1] ?? process.pid))) return;
    clearInterval(timer);
    onGone();
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}
