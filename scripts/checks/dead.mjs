import { runTool } from '../tooling/pinned-tool.mjs';

/** Finds files, exports and dependencies that nothing uses. @param {string[]} args */
export async function dead(args) {
  const { code } = await runTool('knip', ['--no-progress', ...args]);
  return code === 0;
}
