import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createFrameSplitter, methodFrame, type Frame } from './frame-splitter.ts';

/** A way to a broker on which things go wrong when they are told to. */
export interface BrokerProxy {
  /** The broker's address through the proxy. */
  readonly url: string;
  /** How often somebody connected. */
  connections(): number;
  /** Breaks every connection. */
  cut(): void;
  /** Refuses connections, and takes them again. */
  refuse(refused: boolean): void;
  /** Passes nothing on in either direction, and reads nothing either; what was held arrives after `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Reads what clients send and forgets it. */
  swallow(swallowed: boolean): void;
  /** Forgets frames that the broker sends with these methods, such as `60.80` for confirms. */
  hide(...methods: readonly string[]): void;
  /** Tells clients that the broker takes nothing, or does again. */
  block(reason: string | null): void;
  /** Acknowledges, in the name of whoever consumes, what was never delivered: the broker closes that channel. */
  upsetConsumers(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly broker: Socket;
  consumer: number | null;
}

const consume = '60.20';

const shortText = (text: string): Buffer => Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]);

export const openBrokerProxy = async (brokerUrl: string): Promise<BrokerProxy> => {
  const target = new URL(brokerUrl);
  const pairs = new Set<Pair>();
  let count = 0;
  let refused = false;
  let frozen = false;
  let swallowed = false;
  const endings = new Set<() => void>();
  let hidden: ReadonlySet<string> = new Set();

  const server = createServer((client) => {
    if (refused) return void client.destroy();
    count += 1;
    const broker = connect(Number(target.port) || 5672, target.hostname);
    const pair: Pair = { client, broker, consumer: null };
    pairs.add(pair);
    const end = (): void => {
      // Through a frozen way nobody hears that the other has gone.
      if (frozen) return void endings.add(end);
      pairs.delete(pair);
      client.destroy();
      broker.destroy();
    };
    const pass = (from: Socket, to: Socket, greeting: boolean, take: (frame: Frame) => boolean): void => {
      const split = createFrameSplitter(greeting);
      from.on('data', (part: Buffer) => {
        for (const frame of split(part)) if (take(frame)) to.write(frame.bytes);
      });
      from.on('error', end);
      from.on('close', end);
      if (frozen) from.pause();
    };
    pass(client, broker, true, ({ method, channel }) => {
      if (method === consume) pair.consumer = channel;
      return !swallowed;
    });
    pass(broker, client, false, ({ method }) => method === null || !hidden.has(method));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));

  const url = new URL(brokerUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const { client, broker } of pairs) {
      client.destroy();
      broker.destroy();
    }
  };
  return {
    url: url.href,
    connections: () => count,
    cut,
    refuse: (isRefused) => void (refused = isRefused),
    freeze: () => {
      frozen = true;
      for (const { client, broker } of pairs) {
        client.pause();
        broker.pause();
      }
    },
    thaw: () => {
      frozen = false;
      for (const end of endings) end();
      endings.clear();
      for (const { client, broker } of pairs) {
        client.resume();
        broker.resume();
      }
    },
    swallow: (isSwallowed) => void (swallowed = isSwallowed),
    hide: (...methods) => void (hidden = new Set(methods)),
    block: (reason) => {
      const frame =
        reason === null ? methodFrame(0, 10, 61, Buffer.alloc(0)) : methodFrame(0, 10, 60, shortText(reason));
      for (const { client } of pairs) client.write(frame);
    },
    upsetConsumers: () => {
      const unknownTag = Buffer.alloc(9);
      unknownTag.writeBigUInt64BE(999_999n);
      for (const { broker, consumer } of pairs) {
        if (consumer !== null) broker.write(methodFrame(consumer, 60, 80, unknownTag));
      }
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};
