import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../tooling/pinned-tool.mjs';
import { root } from '../tooling/root.mjs';
import { workspacePackages } from '../tooling/workspace.mjs';

/** Emits dist/ for every package, in the order of their dependencies: each is built against the others' dist/. */
export async function build() {
  for (const { folder } of workspacePackages()) {
    rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
    const project = join(folder, 'tsconfig.build.json');
    const { code, output } = await runTool('tsc', ['--project', project, '--pretty', 'false'], { quiet: true });
    process.stdout.write(output);
    if (code !== 0) return false;
  }
  return true;
}
