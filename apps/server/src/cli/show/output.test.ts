import { describe, expect, test } from 'vitest';
import { says } from '../language.ts';
import { fakeTerminal, type FakeTerminalOptions } from '../testing/fake-terminal.ts';
import { choosePaint } from './colours.ts';
import { stateColumn } from './column.ts';
import { localTime, spanText } from './local-time.ts';
import { createOutput, type OutputOptions } from './output.ts';
import { progressText } from './progress.ts';

const columns = [stateColumn(says('STATE', '状态'), 'state')];

const outputOn = (terminal: FakeTerminalOptions, options: Partial<OutputOptions> = {}) => {
  const fake = fakeTerminal(terminal);
  return {
    out: createOutput(fake, { json: false, quiet: false, noColour: false, language: 'en', ...options }),
    written: fake.written,
  };
};

const pages = async function* (...all: (readonly unknown[])[]) {
  yield* all;
};

describe('output', () => {
  test('MUST have colours on a terminal only, and none with NO_COLOR, --no-color, --json or a dumb terminal', async () => {
    const painted = async (terminal: FakeTerminalOptions, options: Partial<OutputOptions> = {}): Promise<boolean> => {
      const { out, written } = outputOn(terminal, options);
      await out.list(pages([{ state: 'failed' }]), columns);
      return written().stdout.includes('\u001B');
    };
    expect(await painted({ columns: 80 })).toBe(true);
    expect(await painted({})).toBe(false);
    expect(await painted({ columns: 80, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await painted({ columns: 80, env: { NO_COLOR: '' } })).toBe(true);
    expect(await painted({ columns: 80, env: { TERM: 'dumb' } })).toBe(false);
    expect(await painted({ columns: 80 }, { noColour: true })).toBe(false);
    expect(await painted({ columns: 80 }, { json: true })).toBe(false);
    expect(choosePaint(true, false, {})('plain', 'x')).toBe('x');
  });

  test('MUST print a list as a document a line with --json, and nothing else', async () => {
    const { out, written } = outputOn({ columns: 80 }, { json: true });
    expect(await out.list(pages([{ state: 'done' }], [], [{ state: 'open' }]), columns)).toBe(2);
    await out.note(says('remark', '备注'));
    expect(written()).toEqual({ stdout: '{"state":"done"}\n{"state":"open"}\n', stderr: '' });
  });

  test('MUST say that a list is empty to people, on standard error, unless they want quiet', async () => {
    const said = async (options: Partial<OutputOptions>): Promise<string> => {
      const { out, written } = outputOn({}, options);
      await out.list(pages(), columns);
      expect(written().stdout).toBe('');
      return written().stderr;
    };
    expect(await said({})).toBe('There are none.\n');
    expect(await said({ language: 'zh-CN' })).toBe('没有符合条件的记录。\n');
    expect(await said({ quiet: true })).toBe('');
    expect(await said({ json: true })).toBe('');
  });

  test('MUST show progress on standard error of a terminal only, and take it away before anything is written', async () => {
    const { out, written } = outputOn({ columns: 80 });
    await out.progress.at(10, 10, '5 events');
    await out.lines(['done']);
    expect(written().stderr).toBe(`\r\u001B[2K[${'#'.repeat(24)}] 100 %  5 events\r\u001B[2K`);
    expect(written().stdout).toBe('done\n');
    for (const silent of [
      outputOn({}),
      outputOn({ columns: 80 }, { quiet: true }),
      outputOn({ columns: 80 }, { json: true }),
    ]) {
      await silent.out.progress.at(1, 10, '');
      expect(silent.written().stderr).toBe('');
    }
    expect(progressText(0, 0, '')).toContain('100 %');
    expect(progressText(1_234, null, 'events')).toBe('1,234  events');
  });
});

test('MUST show instants to the second in the zone of the machine, and spans by their two largest parts', () => {
  expect(localTime('2026-01-31T08:00:05.250Z')).toMatch(/^2026-0[12]-\d\d \d\d:\d\d:05$/u);
  expect(localTime('soon')).toBe('soon');
  expect([500, 61_000, 3_600_000, 90_061_000].map(spanText)).toEqual(['500 ms', '1m 1s', '1h', '1d 1h']);
});
