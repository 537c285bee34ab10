import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './pinned-tool.mjs';

const reporters = ['--reporter=default', '--reporter=./scripts/vitest/count-tests.ts'];

/**
 * Runs one tier's tests.
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts
 * @param {string} tier
 * @param {{ filters: string[], env: Record<string, string> }} options
 * @returns {Promise<Counts>} what happened; a run that broke without a failing test counts as one failure
 */
export async function runTier(tier, { filters, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'portico-test-'));
  const file = join(folder, 'counts.json');
  try {
    const args = ['run', '--project', tier, ...reporters, ...filters];
    const { code } = await runTool('vitest', args, { env: { ...env, PORTICO_TEST_COUNTS: file } });
    const counts = read(file);
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {Counts}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The run ended before it could count.
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
}
