import { runTool } from '../tooling/pinned-tool.mjs';

// A changed ignore pattern or working directory can make a linter check nothing and pass.
const fewestFiles = 50;

/** @param {string[]} args */
export async function lint(args) {
  const { code, output } = await runTool(
    'oxlint',
    ['--type-aware', '--report-unused-disable-directives-severity', 'error', ...args],
    { quiet: true },
  );
  const files = Number(/ on (\d+) files? /.exec(output)?.[1] ?? 0);
  if (code !== 0) process.stdout.write(output);
  else if (args.length === 0 && files < fewestFiles) process.stdout.write(`Only ${files} files were linted.\n`);
  return code === 0 && (args.length > 0 || files >= fewestFiles);
}
