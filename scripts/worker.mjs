// `npm run worker`: installs what running needs, once, and runs a worker under the pinned Node.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { runSource } = await import('./tooling/run-source.mjs');
process.exitCode = await runSource('prod', 'apps/worker/src/main.ts', process.argv.slice(2));
