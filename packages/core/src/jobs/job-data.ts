import type { JobData, JobLine } from './job.ts';

const maxDataCharacters = 64 * 1024;
const maxLineCharacters = 1_000;

/** Throws when a job's input or checkpoint is larger than one may be: whoever makes them bounds them. */
export const checkJobData = (data: JobData | null): void => {
  if (data !== null && JSON.stringify(data).length > maxDataCharacters)
    throw new Error('The input and the checkpoint of a job hold at most 64 KiB each.');
};

const shortened = (text: string): string =>
  text.length > maxLineCharacters ? `${[...text].slice(0, maxLineCharacters / 2).join('')}…` : text;

/** A line as it is kept: what no store can hold is replaced, and what is too long is cut, never through the middle of a character. */
export const lineOf = (level: JobLine['level'], text: string): Pick<JobLine, 'level' | 'text'> => ({
  level,
  text: shortened(text.toWellFormed().replaceAll('\u0000', '\uFFFD')),
});
