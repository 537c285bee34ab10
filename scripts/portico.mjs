#!/usr/bin/env node
// `npm run portico -- <command>`: the command line of the server, from this checkout. It can be linked into a folder of PATH as well.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { runSource } = await import('./tooling/run-source.mjs');
// The command runs in the checkout, where the data directory is; files that a person names are looked for here.
process.env.PORTICO_CALLED_FROM =
  (process.env.npm_lifecycle_event === 'portico' ? process.env.INIT_CWD : undefined) ?? process.cwd();
process.exitCode = await runSource('prod', 'apps/server/src/main.ts', process.argv.slice(2));
