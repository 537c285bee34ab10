import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkflowSchemas, receiveMessages } from '@portico/core/workflow';
import { okAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRabbitInbox, type RabbitInbox } from './rabbit-inbox.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];
const page = readFileSync(join(import.meta.dirname, '../../../../docs/reference/amqp.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'msu').exec(page)?.[1] ?? '';

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
// Where Debian's librabbitmq-client-java, libslf4j-java and php-amqplib put them.
const jars = ['amqp-client', 'slf4j-api', 'slf4j-nop'].map((name) => `/usr/share/java/${name}.jar`);
const phpLibrary = '/usr/share/php/PhpAmqpLib/autoload.php';
const compiler = 'javac';
const hasJava = jars.every(existsSync) && isThere(compiler);
const hasPhp = existsSync(phpLibrary) && isThere('php');

describe.skipIf(url === undefined)('What the page on AMQP shows', () => {
  let bed: BrokerBed;
  let inbox: RabbitInbox;
  let folder: string;
  const recorded: [tenant: string, eventId: string][] = [];

  beforeAll(async () => {
    bed = await openBrokerBed(url ?? '');
    folder = mkdtempSync(join(tmpdir(), 'portico-amqp-'));
    writeFileSync(join(folder, 'event.json'), block('json'));
    const schemas = createWorkflowSchemas('Asia/Shanghai');
    inbox = createRabbitInbox(await bed.connected(), {
      receive: receiveMessages({
        schemasOf: () => okAsync(schemas),
        workflow: {
          recordEngineEvents: (tenant, events) => {
            recorded.push(...events.map(({ eventId }): [string, string] => [tenant, eventId]));
            return okAsync({ accepted: events.length, duplicates: 0, ignored: [], todos: 0 });
          },
        },
      }),
      storeAnswers: async () => true,
      log: () => {},
    });
    inbox.start();
    await eventually('it consumes', async () => {
      const found = await (await bed.hand()).checkQueue(bed.names.inbox).catch(() => null);
      return found?.consumerCount === 1;
    });
  });
  afterAll(async () => {
    await inbox.stop();
    await bed.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs a program on the event to its end; answers what it wrote. */
  const run = (program: string, args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(program, [...args, url ?? '', 'event.json'], { cwd: folder, timeout: 60_000 });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part: Buffer) => (output += part.toString()));
      child.on('error', (error) => resolve(String(error)));
      child.on('close', () => resolve(output));
    });
  const ours = (source: string): string => source.replaceAll('portico.events', bed.names.events);
  const untilRecorded = (times: number): Promise<void> =>
    eventually('the event is recorded', () => recorded.length === times);

  test('MUST name what is declared', () => {
    const names = Object.values(bed.names).filter((name): name is string => typeof name === 'string');
    for (const name of names) expect(page).toContain(`\`${name.replace(bed.prefix, 'portico')}\``);
  });

  test('MUST be an event that is taken in', async () => {
    recorded.length = 0;
    const hand = await bed.hand();
    hand.publish(bed.names.events, 'school-2.hr', Buffer.from(block('json')));
    await untilRecorded(1);
    expect(recorded).toEqual([['school-2', 'evt-20261121-000001']]);
    expect(inbox.stats().dead).toBe(0);
  });

  test.skipIf(!hasJava)('MUST publish in Java', async () => {
    recorded.length = 0;
    writeFileSync(join(folder, 'PublishEvent.java'), ours(block('java')));
    const path = ['-cp', [...jars, '.'].join(':')];
    expect(spawnSync(compiler, [...path, 'PublishEvent.java'], { cwd: folder, encoding: 'utf8' }).stderr).toBe('');
    expect(await run('java', [...path, 'PublishEvent'])).toBe('confirmed\n');
    await untilRecorded(1);
  });

  test.skipIf(!hasPhp)('MUST publish in PHP', async () => {
    recorded.length = 0;
    mkdirSync(join(folder, 'vendor'));
    writeFileSync(join(folder, 'vendor', 'autoload.php'), `<?php require '${phpLibrary}';\n`);
    writeFileSync(join(folder, 'publish.php'), ours(block('php')));
    expect(await run('php', ['publish.php'])).toBe('confirmed\n');
    await untilRecorded(1);
  });
});
