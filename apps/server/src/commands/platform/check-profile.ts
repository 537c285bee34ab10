import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  promises,
  reportMarkdown,
  runConformance,
  verdictWords,
  type Finding,
} from '@portico/adapters-platforms/conformance';
import type { Values } from '../../cli/parsing/option.ts';
import type { Session } from '../../cli/session.ts';
import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import { misused } from '../../cli/failure.ts';
import { says } from '../../cli/language.ts';
import { cleanText } from '../../cli/show/clean-text.ts';
import type { checkOptions } from './check-options.ts';
import { openTarget, readProfile } from './check-target.ts';
import { writeSamples } from './sample-folder.ts';

/** Checks a profile, by its file or the name of a built-in kind, and writes the report; answers the exit code. */
export const checkProfile = async (
  named: string,
  options: Values<typeof checkOptions>,
  session: Session,
): Promise<number> => {
  const { terminal, out, language } = session;
  const unknown = options.skip.find((id) => !promises.some((promise) => promise.id === id));
  if (unknown !== undefined)
    throw misused(`there is no promise "${unknown}" to skip, only ${promises.map(({ id }) => id).join(', ')}`);
  const profile = await readProfile(named, terminal);
  const target = await openTarget(options, named, profile, terminal);
  const tell = ({ title, verdict, note }: Finding): void => {
    if (out.json || out.quiet) return;
    const line = `${verdictWords[verdict][language]}  ${title[language]}${note === null ? '' : ` (${note[language]})`}`;
    told = told.then(() => out.lines([cleanText(line)]));
  };
  let told: Promise<void> = Promise.resolve();
  try {
    const stopped = (): boolean => terminal.signal.aborted;
    const checked = await runConformance({ ...target, profile, skip: options.skip, onFinding: tell, stopped });
    await told;
    if (checked.isErr())
      throw misused(
        checked.error.issues
          .map(({ pointer, message }) => `${pointer} ${message}`)
          .join('; ')
          .slice(0, 2_000),
      );
    const { report, samples } = checked.value;
    const folder = resolve(terminal.directory, options.out ?? 'portico-check');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(join(folder, 'report.md'), reportMarkdown(report, options['report-language'] ?? 'zh-CN'));
    if (options.record !== null) {
      const { baseUrl, settings, timezone } = target.connection;
      const run = { ...target.identity, baseUrl, settings, timezone };
      await writeSamples(resolve(terminal.directory, options.record), run, samples);
    }
    const { kept, broken, unseen } = report.counts;
    const untried = report.counts['no-sample'] + report.counts.skipped;
    await out.done(
      report,
      says(
        `${report.passed ? 'Passed' : 'Not passed'}: ${kept} kept, ${broken} broken, ${unseen} to be looked at by eye, ${untried} not tried; ${report.requests} requests. See ${join(folder, 'report.md')}`,
        `${report.passed ? '通过' : '不通过'}：符合 ${kept} 项，不符合 ${broken} 项，需人工查看 ${unseen} 项，未检查 ${untried} 项；共 ${report.requests} 个请求。报告见 ${join(folder, 'report.md')}`,
      ),
    );
    if (report.left.length > 0)
      await out.note(
        says(
          `Not everything could be taken away again: ${report.left.join(', ')}`,
          `以下检查数据未能清除：${report.left.join('、')}`,
        ),
      );
    if (stopped()) return interrupted;
    return report.passed ? exitCodes.ok : exitCodes.failed;
  } finally {
    await target.close();
  }
};
