import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Lets connections through from now on. */
  open(): Promise<void>;
  /** Breaks all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps connections and takes new ones, but nothing gets through any more. */
  silence(): void;
}

/** A proxy to `target`, cut at first. Its port is `port`, which must be free. */
export const createTcpProxy = (target: { readonly host: string; readonly port: number }, port: number): TcpProxy => {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let silent = false;

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const relay = (near: Socket): void => {
    keep(near);
    if (silent) return;
    const far = connect(target);
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  };

  return {
    port,
    open: async () => {
      silent = false;
      const fresh = createServer(relay);
      await new Promise<void>((resolve, reject) => {
        fresh.once('error', reject);
        fresh.listen(port, '127.0.0.1', () => resolve());
      });
      server = fresh;
    },
    cut: async () => {
      const closing = server;
      server = null;
      const closed = new Promise<void>((resolve) =>
        closing === null ? resolve() : void closing.close(() => resolve()),
      );
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    silence: () => {
      silent = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
  };
};
