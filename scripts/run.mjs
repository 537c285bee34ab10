// `node scripts/run.mjs <file.ts> [arguments]`: runs a TypeScript file under the pinned Node, development tools installed.
import { requireHostNode } from './tooling/host-node.mjs';

requireHostNode();

const { runSource } = await import('./tooling/run-source.mjs');
const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node scripts/run.mjs <file.ts> [arguments]\n');
  process.exitCode = 2;
} else {
  process.exitCode = await runSource('full', file, args);
}
