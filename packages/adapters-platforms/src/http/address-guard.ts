import { addressBytes, isWithin, readNetwork, type Network } from './ip-address.ts';

const networks = (...texts: readonly string[]): readonly Network[] =>
  texts.map((text) => {
    const network = readNetwork(text);
    if (network === null) throw new Error(`"${text}" is no network.`);
    return network;
  });

const mapped = networks('::ffff:0:0/96');
// Addresses that stand for an IPv4 address in their last four bytes (RFC 6052).
const translated = networks('64:ff9b::/96');
const loopback = networks('127.0.0.0/8', '::1');

/** What is not for everybody: IANA's special-purpose registries for IPv4 and IPv6, and multicast. */
const special = networks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // Within what is for everybody otherwise.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
);

/** The only part of IPv6 from which addresses for everybody come. */
const global = networks('2000::/3');

const within = (bytes: Uint8Array, all: readonly Network[]): boolean => all.some((network) => isWithin(bytes, network));

const isPublic = (bytes: Uint8Array): boolean =>
  (within(bytes, mapped) || within(bytes, global)) && !within(bytes, special);

/** What may be called. */
export interface AddressGuard {
  /** Whether this IP address may be called; false for what is none. */
  allows(address: string): boolean;
}

export interface AddressGuardOptions {
  /** Addresses and networks (`10.0.0.0/8`, `fd00::/8`) that may be called although they are not public; `all` is every one. */
  readonly allowed: readonly string[];
  /** Whether this machine itself may be called. */
  readonly loopback: boolean;
}

/** Whether a text names a network for `allowed`. */
export const isNetwork = (text: string): boolean => text === 'all' || readNetwork(text) !== null;

/** Allows public addresses and those named. Throws for names that are no networks. */
export const createAddressGuard = ({ allowed, loopback: ourselves }: AddressGuardOptions): AddressGuard => {
  const all = allowed.includes('all');
  const named = networks(...allowed.filter((text) => text !== 'all'));
  return {
    allows: (address) => {
      const bytes = addressBytes(address);
      if (bytes === null) return false;
      if (all || within(bytes, named) || (ourselves && within(bytes, loopback))) return true;
      if (!within(bytes, translated)) return isPublic(bytes);
      const inner = addressBytes(bytes.slice(12).join('.'));
      return inner !== null && isPublic(inner);
    },
  };
};
