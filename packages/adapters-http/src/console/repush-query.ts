import type { Instant } from '@portico/core';
import type { RepushMode, RepushRequest } from '@portico/core/task-center';
import { parseTimestamp } from '@portico/core/workflow';
import { err, ok, type Result } from 'neverthrow';
import { isStorable } from '../body/unstorable-text.ts';
import type { FormErrors } from './platform-form.ts';
import { instanceStatusWords } from './texts/repush.ts';
import { syncWords, todoStateWords, urgencyWords } from './texts/states.ts';
import type { View } from './view.ts';

/** Fields of the form, by their names in the address. */
export const repushFields = [
  'from',
  'to',
  'instanceStatus',
  'state',
  'platform',
  'sync',
  'process',
  'instance',
  'assignee',
  'category',
  'urgency',
  'q',
  'mode',
  'perSecond',
] as const;
export type RepushField = (typeof repushFields)[number];

export type RepushValues = Readonly<Record<RepushField, string>>;

const longest = { q: 255, category: 255, process: 128, instance: 128, assignee: 128, platform: 63 } as const;

/** What was asked for, as it was written; the usual mode and rate where nothing was said. */
export const repushValues = (search: URLSearchParams): RepushValues => {
  const values = Object.fromEntries(repushFields.map((name) => [name, search.get(name)?.trim().slice(0, 2_000) ?? '']));
  return {
    ...values,
    mode: values['mode'] === '' ? 'behind' : values['mode'],
    perSecond: values['perSecond'] === '' ? '50' : values['perSecond'],
  } as RepushValues;
};

/** The request that the form means, or what is wrong with its fields. */
export const readRepush = (
  values: RepushValues,
  { texts: { repush }, timezone }: Pick<View, 'texts' | 'timezone'>,
): Result<RepushRequest, FormErrors> => {
  const errors: Partial<Record<RepushField, string>> = {};
  const time = (name: 'from' | 'to'): Instant | null => {
    if (values[name] === '') return null;
    const instant = parseTimestamp(values[name], timezone);
    if (instant === null) errors[name] = repush.badTime;
    return instant;
  };
  const choice = <Name extends string>(name: RepushField, among: Readonly<Record<Name, unknown>>): Name | null => {
    const value = values[name];
    if (value === '') return null;
    if (Object.hasOwn(among, value)) return value as Name;
    errors[name] = repush.badChoice;
    return null;
  };
  const text = (name: keyof typeof longest): string | null => {
    const value = values[name];
    if (value.length <= longest[name] && isStorable(value)) return value === '' ? null : value;
    errors[name] = repush.badText;
    return null;
  };
  const [createdFrom, createdTo] = [time('from'), time('to')];
  if (createdFrom !== null && createdTo !== null && createdTo <= createdFrom) errors.to = repush.badOrder;
  const perSecond = /^\d{1,3}$/.test(values.perSecond) ? Number(values.perSecond) : 0;
  if (perSecond < 1 || perSecond > 500) errors.perSecond = repush.badRate;
  const request: RepushRequest = {
    filter: {
      createdFrom,
      createdTo,
      instanceStatus: choice('instanceStatus', instanceStatusWords),
      state: choice('state', todoStateWords),
      platform: text('platform'),
      sync: choice('sync', syncWords),
      processId: text('process'),
      instanceId: text('instance'),
      assigneeId: text('assignee'),
      taskId: null,
      category: text('category'),
      urgency: choice('urgency', urgencyWords),
      text: text('q'),
    },
    mode: choice<RepushMode>('mode', { behind: 1, all: 1 }) ?? 'behind',
    perSecond,
  };
  return Object.keys(errors).length > 0 ? err(errors) : ok(request);
};
