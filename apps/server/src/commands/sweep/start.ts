import { defineCommand } from '../../cli/command.ts';
import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import { flag, choice, instant, text } from '../../cli/parsing/option.ts';
import { listAt, numberAt, textAt } from '../../cli/read-path.ts';
import { idempotencyOption } from '../idempotency-option.ts';
import { latestSweeps } from './find-sweep.ts';
import { sweepColumns } from './sweep-columns.ts';

const everyMs = 1_000;

export const start = defineCommand({
  summary: 'Start a sweep: compare what platforms should show with what they show, and correct it',
  description: [
    'Level 1 compares what should be shown with what was confirmed; level 2 what was confirmed with what the platform says, where it can be read back.',
  ],
  options: {
    platform: text('Of this platform. Default: every enabled one.', 'code', 'platforms'),
    level: choice('Default: 1.', ['1', '2']),
    since: instant('Only what changed since.'),
    wait: flag('Wait until it ends; the exit code is 1 when a sweep failed.', 'w'),
    ...idempotencyOption,
  },
  examples: ['portico sweep start', 'portico sweep start --platform tongyidaiban --level 2 --wait'],
  run: async ({ options, session }) => {
    const { out, terminal } = session;
    const api = await session.api();
    const body = { platform: options.platform, level: Number(options.level ?? '1'), since: options.since };
    const started = listAt(
      await api.send('POST', '/task-center/sweeps', body, { idempotencyKey: options['idempotency-key'] }),
      'items',
    );
    let sweeps = started;
    while (options.wait && sweeps.some((sweep) => ['running', 'paused'].includes(textAt(sweep, 'state')))) {
      if (terminal.signal.aborted) return interrupted;
      await terminal.pause(everyMs, terminal.signal);
      const latest = await latestSweeps(api);
      sweeps = sweeps.map((sweep) => latest.get(textAt(sweep, 'id')) ?? sweep);
      const checked = sweeps.reduce<number>((sum, sweep) => sum + numberAt(sweep, 'checked'), 0);
      await out.progress.at(checked, null, '');
    }
    await out.progress.clear();
    await out.list(
      (async function* () {
        yield sweeps;
      })(),
      sweepColumns,
    );
    const unfinished = sweeps.some((sweep) => textAt(sweep, 'state') !== 'finished');
    return options.wait && unfinished ? exitCodes.failed : exitCodes.ok;
  },
});
