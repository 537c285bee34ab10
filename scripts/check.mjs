// `node scripts/check.mjs <check> [arguments]`: one of the checks that `npm test` is made of, or one that publishing needs.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { ensureInstalled } = await import('./tooling/install.mjs');
const { checks } = await import('./checks/checks.mjs');

const [name, ...args] = process.argv.slice(2);
const check = checks.get(name ?? '');
if (check === undefined) {
  process.stderr.write(`Usage: node scripts/check.mjs ${[...checks.keys()].join('|')} [arguments]\n`);
  process.exitCode = 2;
} else {
  const failure = await ensureInstalled('full');
  if (failure !== undefined) process.stderr.write(`${failure}\n`);
  process.exitCode = failure === undefined && (await check(args)) ? 0 : 1;
}
