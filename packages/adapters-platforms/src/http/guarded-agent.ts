import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.ts';

/** The code of the error that a refused address ends in. */
export const addressRefused = 'ADDRESS_REFUSED';

type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const refusal = (hostname: string, addresses: readonly string[]): NodeJS.ErrnoException =>
  Object.assign(
    new Error(
      addresses.length === 0 || addresses[0] === hostname
        ? `${hostname} is not an address that may be called`
        : `${hostname} leads to ${addresses.join(', ')}, which may not be called`,
    ),
    { code: addressRefused },
  );

/**
 * Connections as `createVendorAgent` makes them, to allowed addresses only. A name is resolved once for each connection, what it leads
 * to is checked, and the connection goes there: a name that is answered differently the next time changes nothing.
 */
export const createGuardedAgent = (guard: AddressGuard, resolveName: Resolve = resolve): Dispatcher => {
  const connect = buildConnector({
    timeout: 5_000,
    lookup: (hostname, options, callback) => {
      resolveName(hostname, { ...options, all: true }, (error, found) => {
        if (error !== null) return callback(error, '');
        const allowed = found.filter(({ address }) => guard.allows(address));
        const [first] = allowed;
        if (first === undefined)
          return callback(
            refusal(
              hostname,
              found.map(({ address }) => address),
            ),
            '',
          );
        if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      });
    },
  });
  return new Agent({
    connections: 128,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    connect: (options, callback) => {
      const hostname = options.hostname.replace(/^\[|\]$/gu, '');
      // An address needs no resolving, so that the check above never sees it.
      if (isIP(hostname) !== 0 && !guard.allows(hostname)) callback(refusal(hostname, [hostname]), null);
      else connect(options, callback);
    },
  });
};
