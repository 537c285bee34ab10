// `npm test`: lint, format, types, then every test tier. `npm test -- --help` says what else it can do.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { ensureInstalled } = await import('./tooling/install.mjs');
const failure = await ensureInstalled('full');
if (failure === undefined) {
  const { testEverything } = await import('./tooling/test-everything.mjs');
  process.exitCode = await testEverything(process.argv.slice(2));
} else {
  process.stderr.write(`${failure}\n`);
  process.exitCode = 1;
}
