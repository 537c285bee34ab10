import { runTool } from '../tooling/pinned-tool.mjs';

/** @param {string[]} args `--write` changes files; without it, they are only looked at */
export async function format(args) {
  const write = args.includes('--write');
  const rest = args.filter((arg) => arg !== '--write');
  const { code, output } = await runTool('oxfmt', [write ? '--write' : '--check', ...rest], { quiet: true });
  if (code !== 0) process.stdout.write(`${output}\nnpm run format puts this right.\n`);
  return code === 0;
}
