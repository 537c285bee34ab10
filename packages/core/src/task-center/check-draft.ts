import type { RetrySettings } from './ports.ts';
import { urlIssue } from './check-settings.ts';
import { invalid } from './problems.ts';
import type { Invalid, PlatformDraft } from './task-center.ts';

const inRange = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

const rangeIssue = (pointer: string, value: number | undefined, least: number, most: number): Invalid | null =>
  value === undefined || inRange(value, least, most)
    ? null
    : invalid(pointer, `must be a whole number from ${least} to ${most}`);

const retryIssue = ({ count, intervalSeconds, maxAgeSeconds }: RetrySettings): Invalid | null => {
  if (count !== null && !inRange(count, 1, 1_000))
    return invalid('/retry/count', 'must be a whole number from 1 to 1000, or null');
  const intervals =
    intervalSeconds === null ? [1] : typeof intervalSeconds === 'number' ? [intervalSeconds] : intervalSeconds;
  if (intervals.length === 0 || intervals.length > 100)
    return invalid('/retry/intervalSeconds', 'must hold 1 to 100 numbers');
  if (!intervals.every((seconds) => typeof seconds === 'number' && seconds >= 1 && seconds <= 86_400)) {
    return invalid('/retry/intervalSeconds', 'must be 1 to 86400 seconds each');
  }
  return inRange(maxAgeSeconds, 60, 2_592_000)
    ? null
    : invalid('/retry/maxAgeSeconds', 'must be a whole number from 60 to 2592000');
};

const rateIssue = (rate: PlatformDraft['rate']): Invalid | null => {
  if (rate === undefined || rate === null) return null;
  if (!(rate.perSecond >= 0.01 && rate.perSecond <= 100_000))
    return invalid('/rate/perSecond', 'must be 0.01 to 100000');
  return rate.burst >= 1 && rate.burst <= 100_000 ? null : invalid('/rate/burst', 'must be 1 to 100000');
};

const codeIssue = (code: string | undefined): Invalid | null =>
  code === undefined || /^[a-z0-9-]{1,63}$/.test(code)
    ? null
    : invalid('/code', 'must be 1 to 63 characters of a-z, 0-9 and -');

const nameIssue = (name: string | undefined): Invalid | null =>
  name === undefined || (name.trim().length > 0 && name.length <= 255)
    ? null
    : invalid('/name', 'must have 1 to 255 characters');

const baseUrlIssue = (baseUrl: string | undefined): Invalid | null => {
  const message = baseUrl === undefined ? null : urlIssue(baseUrl);
  return message === null ? null : invalid('/baseUrl', message);
};

const secretIssue = (secrets: PlatformDraft['secrets']): Invalid | null => {
  for (const [name, value] of Object.entries(secrets ?? {})) {
    if (value !== null && (value.length < 1 || value.length > 4_096))
      return invalid(`/secrets/${name}`, 'must have 1 to 4096 characters');
  }
  return null;
};

/** The first thing about a draft that no platform allows, whatever its kind; null when there is none. */
export const draftIssue = (draft: PlatformDraft): Invalid | null =>
  codeIssue(draft.code) ??
  nameIssue(draft.name) ??
  baseUrlIssue(draft.baseUrl) ??
  secretIssue(draft.secrets) ??
  (draft.retry === undefined ? null : retryIssue(draft.retry)) ??
  rangeIssue('/concurrency', draft.concurrency, 1, 1_000) ??
  rangeIssue('/batchSize', draft.batchSize, 1, 100) ??
  rangeIssue('/timeoutMs', draft.timeoutMs, 100, 600_000) ??
  rateIssue(draft.rate);
