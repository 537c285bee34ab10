import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../root.mjs';
import { chromium } from './chromium.mjs';
import { javaClient, libreoffice, mariadb, phpClient, rabbitmq, redis } from './others.mjs';
import { postgres } from './postgres.mjs';
import { findProgram, runProgram } from './programs.mjs';

/**
 * Something that suites talk to and that is not installed with npm.
 * @typedef {object} Service
 * @property {string} name
 * @property {readonly import('../tiers.mjs').TierName[]} neededBy the tiers with suites for it
 * @property {() => Promise<Record<string, string> | undefined>} probe the environment that its suites get, or
 *   undefined when it does not answer
 * @property {() => boolean} isInstalled
 * @property {() => void} [start] starts an installed one
 * @property {() => void} [prepare] makes a fresh install usable for tests
 * @property {readonly string[]} debianPackages
 * @property {string} [composed] its name in .ci/compose.yaml
 */

/** @type {readonly Service[]} */
export const services = [postgres, chromium, redis, rabbitmq, mariadb, javaClient, phpClient, libreoffice];

const startedWithin = 30_000;
const keptOutput = 500;

/**
 * @typedef {{ env: Record<string, string>, missing: Service[], problems: string[] }} Provided
 * @param {readonly string[]} tiers those that will run
 * @param {{ install: boolean, say: (line: string) => void }} options
 * @returns {Promise<Provided>} what suites get told, and which services they do without
 */
export async function provideServices(tiers, { install, say }) {
  /** @type {Provided} */
  const provided = { env: {}, missing: [], problems: [] };
  for (const service of services.filter(({ neededBy }) => neededBy.some((tier) => tiers.includes(tier)))) {
    const env =
      (await useOrStart(service, say)) ?? (install ? await installAndStart(service, say, provided) : undefined);
    if (env === undefined) provided.missing.push(service);
    else Object.assign(provided.env, env);
  }
  return provided;
}

/**
 * @param {Service} service
 * @param {(line: string) => void} say
 */
async function useOrStart(service, say) {
  const running = await service.probe();
  if (running !== undefined || service.start === undefined || !service.isInstalled()) return running;
  say(`${service.name} is installed but not running: starting it`);
  service.start();
  return untilItAnswers(service, 10_000);
}

/**
 * @param {Service} service
 * @param {(line: string) => void} say
 * @param {Provided} provided
 */
async function installAndStart(service, say, provided) {
  say(`${service.name} is missing: installing it`);
  const problem = service.isInstalled() ? undefined : obtain(service);
  if (problem !== undefined) {
    provided.problems.push(`${service.name}: ${problem}`);
    return undefined;
  }
  service.start?.();
  service.prepare?.();
  return untilItAnswers(service, startedWithin);
}

/**
 * @param {Service} service
 * @returns {string | undefined} what went wrong
 */
function obtain({ name, debianPackages, composed }) {
  if (findProgram('apt-get') !== undefined && process.getuid?.() === 0) return installPackages(debianPackages);
  if (composed !== undefined && findProgram('docker') !== undefined) return composeUp(composed);
  return `no way to install ${name} on this machine; install it by hand`;
}

/** @param {readonly string[]} packages */
function installPackages(packages) {
  // Another install may be under way.
  const install = ['--option', 'DPkg::Lock::Timeout=120', 'install', '--yes', '--no-install-recommends', ...packages];
  if (runProgram('apt-get', install).ok) return undefined;
  // The package lists may be old or empty.
  runProgram('apt-get', ['update']);
  const { ok, output } = runProgram('apt-get', install);
  return ok ? undefined : `apt-get install failed: ${output.slice(-keptOutput)}`;
}

/** @param {string} composed */
function composeUp(composed) {
  const file = join(root, '.ci', 'compose.yaml');
  const { ok, output } = runProgram('docker', ['compose', '--file', file, 'up', '--detach', '--wait', composed]);
  return ok ? undefined : `docker compose failed: ${output.slice(-keptOutput)}`;
}

/**
 * @param {Service} service
 * @param {number} within milliseconds
 */
async function untilItAnswers(service, within) {
  const deadline = performance.now() + within;
  for (;;) {
    const env = await service.probe();
    if (env !== undefined || performance.now() > deadline) return env;
    await sleep(250);
  }
}
