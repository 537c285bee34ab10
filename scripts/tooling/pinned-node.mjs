import { join } from 'node:path';
import { root } from './root.mjs';

/** The Node that the workspace pins (a dependency), whichever Node started this script. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** What the pinned Node needs to run TypeScript sources, other packages' included. */
export const sourceFlags = ['--conditions=@portico/source', '--disable-warning=ExperimentalWarning'];
