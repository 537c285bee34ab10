import type { Instant, Millis } from '@portico/core';
import type { Language } from '../problems/problems.ts';
import type { View } from './view.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

const dateTime = (view: Pick<View, 'language' | 'timezone'>, style: 'full' | 'clock'): Intl.DateTimeFormat => {
  const name = `${view.language} ${view.timezone} ${style}`;
  let format = formats.get(name);
  if (format === undefined) {
    const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
    const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    // Swedish writes ISO 8601's order, which both languages read.
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: view.timezone,
      ...(style === 'full' ? { ...date, ...clock } : clock),
    });
    formats.set(name, format);
  }
  return format;
};

/** `2026-11-21 08:00:00` in the tenant's zone. */
export const fullTime = (view: Pick<View, 'language' | 'timezone'>, at: Instant): string =>
  dateTime(view, 'full').format(at);

/** `08:00:00` in the tenant's zone. */
export const clockTime = (view: Pick<View, 'language' | 'timezone'>, at: Instant): string =>
  dateTime(view, 'clock').format(at);

/** A length of time in its greatest unit. */
export const span = ({ texts: { common } }: Pick<View, 'texts'>, length: Millis): string => {
  if (length < minute) return common.seconds(Math.max(0, Math.round(length / second)));
  if (length < hour) return common.minutes(Math.floor(length / minute));
  if (length < 2 * day) return common.hours(Math.floor(length / hour));
  return common.days(Math.floor(length / day));
};

/** How long ago, or how long until. */
export const relative = (view: Pick<View, 'texts' | 'now'>, at: Instant): string => {
  const distance = view.now - at;
  if (Math.abs(distance) < second) return view.texts.common.justNow;
  return distance > 0 ? view.texts.common.ago(span(view, distance)) : view.texts.common.ahead(span(view, -distance));
};

/** A duration of an attempt: `12 ms`, `1.4 s`. */
export const duration = (length: Millis): string => {
  if (length < second) return `${Math.round(length)} ms`;
  if (length < minute) return `${(length / second).toFixed(1)} s`;
  return `${Math.round(length / minute)} min`;
};

const numbers: Readonly<Record<Language, Intl.NumberFormat>> = {
  'zh-CN': new Intl.NumberFormat('zh-CN', { useGrouping: true, maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en', { useGrouping: true, maximumFractionDigits: 1 }),
};

export const number = ({ language }: Pick<View, 'language'>, value: number): string => numbers[language].format(value);

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `12.4 MB`, in steps of 1,024. */
export const bytes = (view: Pick<View, 'language'>, value: number): string => {
  let step = 0;
  let rest = value;
  while (rest >= 1_024 && step < units.length - 1) {
    rest /= 1_024;
    step += 1;
  }
  return `${number(view, rest)} ${units[step] ?? ''}`;
};
