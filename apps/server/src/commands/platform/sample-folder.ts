import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSample, parseSampleRun, type Sample, type SampleRun } from '@portico/adapters-platforms/conformance';
import type { Result } from 'neverthrow';
import { misused } from '../../cli/failure.ts';

const runFile = 'run.json';
const mostFiles = 200;
const mostBytes = 5_000_000;

const readJson = async <T>(path: string, name: string, parse: (document: unknown) => Result<T, string>): Promise<T> => {
  let document: unknown;
  try {
    if ((await stat(path)).size > mostBytes) throw misused(`${name} is larger than ${mostBytes} bytes`);
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw misused(`${name} is no JSON: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : misused(`${name} cannot be read (${code})`);
  }
  const parsed = parse(document);
  if (parsed.isErr()) throw misused(`${name}: ${parsed.error}`);
  return parsed.value;
};

/** A folder of samples: `run.json`, and a file a promise. */
export const readSamples = async (
  folder: string,
): Promise<{ readonly run: SampleRun; readonly samples: readonly Sample[] }> => {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  } catch (error) {
    throw misused(`the folder ${folder} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  if (!names.includes(runFile)) throw misused(`${folder} has no ${runFile}`);
  if (names.length > mostFiles) throw misused(`${folder} holds more than ${mostFiles} files`);
  const run = await readJson(join(folder, runFile), runFile, parseSampleRun);
  const samples: Sample[] = [];
  for (const name of names) if (name !== runFile) samples.push(await readJson(join(folder, name), name, parseSample));
  return { run, samples };
};

/** Writes what `readSamples` reads. */
export const writeSamples = async (folder: string, run: SampleRun, samples: readonly Sample[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  await write(runFile, run);
  for (const sample of samples) await write(`${sample.promise}.json`, sample);
};
