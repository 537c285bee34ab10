import { inTurn } from '../tooling/in-turn.mjs';
import { runTool } from '../tooling/pinned-tool.mjs';
import { workspacePackages } from '../tooling/workspace.mjs';

/** Checks every package against its own tsconfig.json, and scripts and benchmarks against the root's. */
export async function typecheck() {
  const projects = ['.', ...workspacePackages().map(({ folder }) => folder)];
  const results = await inTurn(projects, (project) =>
    runTool('tsc', ['--project', project, '--pretty', 'false'], { quiet: true }),
  );
  for (const { output } of results) process.stdout.write(output);
  return results.every(({ code }) => code === 0);
}
