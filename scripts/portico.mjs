// `npm run portico -- <command>`: the command line of the server, from this checkout.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { runSource } = await import('./tooling/run-source.mjs');
process.exitCode = await runSource('prod', 'apps/server/src/main.ts', process.argv.slice(2));
