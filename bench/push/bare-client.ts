import { Agent, request } from 'undici';
import { serveCommands } from '../harness/serve-commands.ts';
import { measureShare, type PushCommands, type PushSetup } from './push-commands.ts';

let setup: PushSetup;
let dispatcher: Agent;

/** Sends one sample, reads the answer, and keeps nothing. */
const post = async (index: number): Promise<void> => {
  const { samples, sinkUrl } = setup;
  const sample = samples[index % samples.length];
  if (sample === undefined) throw new Error('there is nothing to send');
  const { statusCode, body } = await request(`${sinkUrl}${sample.path}`, {
    method: 'POST',
    headers: sample.headers,
    body: sample.body,
    dispatcher,
  });
  await body.text();
  if (statusCode !== 200) throw new Error(`a bare POST was answered ${statusCode}`);
};

const commands: PushCommands = {
  open: async (given) => {
    setup = given;
    dispatcher = new Agent({ connections: given.concurrency, pipelining: 1 });
  },
  prepare: async () => {},
  ready: async () => {},
  deliver: (count) =>
    measureShare(async () => {
      let next = 0;
      const postOn = async (): Promise<void> => {
        while (next < count) await post(next++);
      };
      await Promise.all(Array.from({ length: setup.concurrency }, postOn));
      return count;
    }),
};

serveCommands(commands);
