import { describe, expect, test } from 'vitest';
import { commandTable } from '../../commands/command-table.ts';
import { complete, type AskOffer } from './complete.ts';

const ask: AskOffer = async (offer) =>
  ({ platforms: ['jinzhi', 'weaver-ofs'], lanes: ['push/jinzhi', 'sweep/all'], profiles: ['school'] })[offer];

const offered = async (line: string): Promise<readonly string[] | 'files'> => {
  const all = line.split(' ');
  const found = await complete(commandTable, all.slice(0, -1), all.at(-1) ?? '', ask);
  return found.kind === 'files' ? 'files' : found.words.map(({ word }) => word);
};

describe('completion', () => {
  test.each<[line: string, words: readonly string[] | 'files']>([
    ['tod', ['todos']],
    ['todos s', ['show']],
    ['--json todos s', ['show']],
    ['todos list --sync agr', ['agreed']],
    ['todos list --sync=agr', ['--sync=agreed']],
    ['todos list --assignee T001 --plat', ['--platform']],
    ['todos list --platform w', ['weaver-ofs']],
    ['todos list --platform=w', ['--platform=weaver-ofs']],
    ['platforms test ', ['jinzhi', 'weaver-ofs']],
    ['platforms test jinzhi ', []],
    ['platforms test --timeout 5 ji', ['jinzhi']],
    ['lanes pause push/jinzhi s', ['sweep/all']],
    ['--profile s', ['school']],
    ['status --profile s', ['school']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['help todos sh', ['show']],
    ['help tod', ['todos']],
    ['events send ', 'files'],
    ['rules replace --yes ', 'files'],
    ['platforms create x --profile-file ', 'files'],
    ['nonsense ', []],
    ['todos nonsense ', []],
    ['todos list -- --', []],
    ['--lang z', ['zh-CN']],
    ['complete-l', []],
  ])('MUST offer what fits at the end of: portico %s', async (line, words) => {
    expect(await offered(line)).toEqual(words);
  });

  test('MUST offer every command that is not hidden, with what it means', async () => {
    const found = await complete(commandTable, [], '', ask);
    const shown = Object.keys(commandTable).filter((name) => commandTable[name]?.hidden !== true);
    expect(found).toMatchObject({ kind: 'words' });
    if (found.kind !== 'words') return;
    expect(found.words.map(({ word }) => word)).toEqual(shown);
    for (const { about } of found.words) expect(about).not.toBe('');
  });
});
