import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn } from '../tooling/in-turn.mjs';
import { packWorkspace } from '../tooling/pack.mjs';
import { runTool } from '../tooling/pinned-tool.mjs';
import { build } from './build.mjs';

/** Builds and packs every package as it would be published, and looks at the tarballs as their users' tools will. */
export async function packages() {
  if (!(await build())) return false;
  const folder = mkdtempSync(join(tmpdir(), 'portico-packages-'));
  try {
    const tarballs = packWorkspace(folder);
    const results = await inTurn(tarballs, (tarball) => runTool('publint', [tarball, '--strict'], { quiet: true }));
    for (const { code, output } of results) if (code !== 0) process.stdout.write(output);
    return results.every(({ code }) => code === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
