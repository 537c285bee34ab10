import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../tooling/root.mjs';
import { assemble } from './assemble.mjs';

const usage = `npm run pack:offline -- [--out <file>]
node scripts/offline.mjs --folder <folder> [--without-node]

  --out            where the archive goes; portico-<version>-<system>.tar.gz here, unless given
  --folder         leave what the archive would hold in this folder, which must be empty, and make no archive
  --without-node   leave the Node binary out, for images that have one
`;

/**
 * @param {string[]} argv
 * @returns {Promise<number>} the exit code
 */
export async function packOffline(argv) {
  const options = read(argv);
  if (options === undefined) return 2;
  if (options.folder !== undefined) {
    if (existsSync(options.folder) && readdirSync(options.folder).length > 0)
      return complain(`${options.folder} is not empty.`);
    return (await assemble(resolve(options.folder), { node: !options.withoutNode })) ? 0 : 1;
  }
  const name = `portico-${version()}-${process.platform}-${process.arch}`;
  const out = resolve(options.out ?? `${name}.tar.gz`);
  const place = mkdtempSync(join(tmpdir(), 'portico-offline-'));
  try {
    if (!(await assemble(join(place, name), { node: !options.withoutNode }))) return 1;
    const { status, stderr } = spawnSync('tar', ['-czf', out, '-C', place, name], { encoding: 'utf8' });
    if (status !== 0) return complain(`tar failed: ${stderr}`);
    process.stdout.write(`${out} (${Math.round(statSync(out).size / 1e6)} MB)\n`);
    return 0;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** @param {string} message */
const complain = (message) => {
  process.stderr.write(`${message}\n`);
  return 1;
};

const version = () => JSON.parse(readFileSync(join(root, 'apps/server/package.json'), 'utf8')).version;

/**
 * @param {string[]} argv
 * @returns {{ out: string | undefined, folder: string | undefined, withoutNode: boolean } | undefined}
 */
function read(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        out: { type: 'string' },
        folder: { type: 'string' },
        'without-node': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('Everything that a server without internet needs, in one archive.');
    return { out: values.out, folder: values.folder, withoutNode: values['without-node'] === true };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}
