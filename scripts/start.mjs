// `npm start`: installs what running needs, once, and runs the server under the pinned Node.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { runSource } = await import('./tooling/run-source.mjs');
process.exitCode = await runSource('prod', 'apps/server/src/main.ts', ['start', ...process.argv.slice(2)]);
