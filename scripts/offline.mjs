// `npm run pack:offline`: one archive with everything that a server without internet needs. `--help` says what else it can do.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { ensureInstalled } = await import('./tooling/install.mjs');
const failure = await ensureInstalled('full');
if (failure === undefined) {
  const { packOffline } = await import('./offline/pack-offline.mjs');
  process.exitCode = await packOffline(process.argv.slice(2));
} else {
  process.stderr.write(`${failure}\n`);
  process.exitCode = 1;
}
