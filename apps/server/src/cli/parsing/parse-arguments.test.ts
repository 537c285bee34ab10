import { describe, expect, test } from 'vitest';
import { defineCommand, type CommandTable } from '../command.ts';
import { Failure } from '../failure.ts';
import { findCommand } from './find-command.ts';
import { choice, choiceList, deadline, flag, instant, integer, required, text, texts } from './option.ts';
import { parseArguments } from './parse-arguments.ts';

const now = Date.parse('2026-01-31T08:00:00Z');

const command = defineCommand({
  summary: 'Try',
  arguments: [
    { name: 'code', help: '', presence: 'one' },
    { name: 'rest', help: '', presence: 'any' },
  ],
  options: {
    state: choice('', ['open', 'done']),
    states: choiceList('', ['open', 'done']),
    limit: integer('', { min: 1, max: 200, fallback: 50 }),
    since: instant(''),
    ends: deadline(''),
    name: text('', 'name'),
    set: texts('', 'name=value'),
    force: flag('', 'f'),
    must: required(text('', 'x')),
  },
  run: async () => 0,
});

const parse = (...argv: readonly string[]) => parseArguments(['try'], command, argv, now);

const complaint = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return `${error.exitCode} ${error.message}`;
    throw error;
  }
  return 'none';
};

describe('arguments', () => {
  test('MUST be read wherever they stand, options between them', () => {
    const { args, options, globals } = parse(
      'a',
      '--state',
      'open',
      '--set',
      'x=1',
      'b',
      '--set=y=2',
      '-f',
      '--must',
      '1',
      '--json',
      '--states=open,done',
      '--',
      '--c',
    );
    expect(args).toEqual(['a', 'b', '--c']);
    expect(options).toMatchObject({
      state: 'open',
      set: ['x=1', 'y=2'],
      force: true,
      limit: 50,
      name: null,
      states: ['open', 'done'],
    });
    expect(globals).toMatchObject({ json: true, quiet: false, timeout: 30 });
  });

  test('MUST read times that are so long ago, or ahead, and hand others on', () => {
    const at = (...argv: string[]) => parse('a', '--must', '1', ...argv).options;
    expect(at('--since', '2h')).toMatchObject({ since: '2026-01-31T06:00:00.000Z' });
    expect(at('--since', '2026-01-31T08:00')).toMatchObject({ since: '2026-01-31T08:00' });
    expect(at('--ends', '1d')).toMatchObject({ ends: '2026-02-01T08:00:00.000Z' });
  });

  test.each([
    [['a'], '--must is required'],
    [['--must', '1'], '<code> is missing. Usage: portico try [options] <code> [<rest>…]'],
    [['a', '--must', '1', '--stat', 'open'], 'there is no option --stat. Did you mean --state?'],
    [['a', '--must', '1', '-z'], 'there is no option -z'],
    [['a', '--must', '1', '--state', 'odd'], '--state is one of open, done, not "odd"'],
    [['a', '--must', '1', '--limit', '0'], '--limit is a whole number from 1 to 200, not "0"'],
    [['a', '--must', '1', '--limit', '1e2'], '--limit is a whole number'],
    [['a', '--must', '1', '--since', 'yesterday'], '--since is a time'],
    [['a', '--must', '1', '--name'], '--name needs a value'],
    [['a', '--must', '1', '--name', '--force'], '--name needs a value'],
    [['a', '--must', '1', '--name='], '--name needs a value'],
    [['a', '--must', '1', '--name', 'x', '--name', 'y'], '--name was given 2 times'],
    [['a', '--must', '1', '--force=yes'], '--force takes no value'],
    [['a', '--must', '1', '--constructor'], 'there is no option --constructor'],
    [['a', '--must', '1', '--lang', 'fr'], '--lang is one of zh-CN, en'],
  ])('MUST name what is wrong, with exit code 2: %j', (argv, says) => {
    expect(complaint(() => parse(...argv))).toContain(`2 ${says}`);
  });

  test('MUST explain a command whose arguments are not there yet', () => {
    expect(parse('--help').globals.help).toBe(true);
  });
});

describe('findCommand', () => {
  const load = async () => command;
  const table: CommandTable = {
    todos: { section: 'operate', summary: 'T', commands: { list: load, show: load } },
    status: { section: 'operate', load },
  };

  test('MUST find a command, and hand on the options that stand before it', () => {
    expect(findCommand(table, ['--url', 'http://a', '--json', 'todos', 'list', '-x'])).toMatchObject({
      kind: 'command',
      path: ['todos', 'list'],
      rest: ['--url', 'http://a', '--json', '-x'],
    });
    expect(findCommand(table, ['todos'])).toMatchObject({ kind: 'incomplete', path: ['todos'] });
    expect(findCommand(table, [])).toMatchObject({ kind: 'incomplete', path: [] });
  });

  test.each([
    [['todo'], 'there is no command "todo". Did you mean "todos"?'],
    [['todos', 'lst'], 'there is no command "todos lst". Did you mean "list"?'],
    [['frobnicate'], 'Try: portico help'],
    [['__proto__'], 'there is no command'],
    [['todos', 'constructor'], 'there is no command'],
  ])('MUST name a word that leads nowhere, and what is near: %j', (argv, says) => {
    expect(complaint(() => findCommand(table, argv))).toContain(says);
  });
});
