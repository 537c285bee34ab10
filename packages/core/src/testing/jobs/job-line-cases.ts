import { must, mustEqual } from '../contract-case.ts';
import { addLines, begun, linesOf, now, texts, type JobStoreCase } from './job-store-subject.ts';

/** The logs of jobs. */
export const jobLineCases: readonly JobStoreCase[] = [
  {
    name: 'MUST number a job’s lines from 1 without gaps, each job’s its own',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const [job, other] = [await begun(subject, tenant), await begun(subject, tenant)];
      const from = await now(subject);
      await addLines(subject, job, [
        { level: 'warning', text: '换行\n“引号”\\"😀' },
        { level: 'error', text: '' },
      ]);
      await addLines(subject, other, texts(1));
      await addLines(subject, job, []);
      await addLines(subject, job, texts(2, 3));
      const lines = await linesOf(subject, job);
      mustEqual(
        lines.map(({ number, level, text }) => [number, level, text]),
        [
          [1, 'warning', '换行\n“引号”\\"😀'],
          [2, 'error', ''],
          [3, 'info', 'line 3'],
          [4, 'info', 'line 4'],
        ],
        'all of them',
      );
      const to = await now(subject);
      must(
        lines.every(({ at }) => at >= from && at <= to),
        'their times are the store’s',
      );
      mustEqual(
        (await linesOf(subject, other)).map(({ number }) => number),
        [1],
        'the other’s',
      );
    },
  },
  {
    name: 'MUST answer lines after a number, or the latest, ascending',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      await addLines(subject, job, texts(7));
      const numbers = async (after: number | null, limit: number): Promise<readonly number[]> =>
        (await linesOf(subject, job, after, limit)).map(({ number }) => number);
      mustEqual(await numbers(0, 3), [1, 2, 3], 'from the start');
      mustEqual(await numbers(3, 3), [4, 5, 6], 'in between');
      mustEqual(await numbers(6, 3), [7], 'the last');
      mustEqual(await numbers(7, 3), [], 'after the last');
      mustEqual(await numbers(null, 3), [5, 6, 7], 'the latest');
      mustEqual(await numbers(null, 100), [1, 2, 3, 4, 5, 6, 7], 'the latest of all');
    },
  },
  {
    name: 'MUST keep a job’s latest 1,000 lines, and go on with their numbers',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      await addLines(subject, job, texts(990));
      await addLines(subject, job, texts(30, 991));
      const lines = await linesOf(subject, job);
      mustEqual([lines.length, lines[0]?.number, lines.at(-1)?.number], [1_000, 21, 1_020], 'after a few too many');
      await addLines(subject, job, texts(1_500, 1_021));
      const more = await linesOf(subject, job);
      mustEqual([more.length, more[0]?.number, more.at(-1)?.number], [1_000, 1_521, 2_520], 'after many too many');
      mustEqual([more[0]?.text, more.at(-1)?.text], ['line 1521', 'line 2520'], 'their texts');
    },
  },
  {
    name: 'MUST take any text that comes from outside, and lines of a job that is gone',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant(), { input: { 'a\u0000': 'b\ud800' } });
      await addLines(subject, job, [{ level: 'error', text: 'x\u0000y\ud800' }]);
      must((await linesOf(subject, job)).length === 1, 'the line is there');
      const gone = { ...job, id: subject.freshId() };
      await addLines(subject, gone, texts(1));
      mustEqual(await linesOf(subject, gone), [], 'of a job that is gone');
    },
  },
];
