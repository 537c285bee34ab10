import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAddressGuard, isNetwork } from './address-guard.ts';
import { addressBytes } from './ip-address.ts';

const strict = createAddressGuard({ allowed: [], loopback: false });

describe('An address guard', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '0:0:0:0:0:ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '2002:0a00:0001::1',
    '2001:0:1::1',
    '2001:db8::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
  ])('MUST refuse %s unless it is named', (address) => {
    expect(strict.allows(address)).toBe(false);
    expect(createAddressGuard({ allowed: ['all'], loopback: false }).allows(address)).toBe(true);
  });

  test.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '223.5.5.5',
    '2606:4700::1111',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
  ])('MUST allow %s', (address) => {
    expect(strict.allows(address)).toBe(true);
  });

  test.each(['', 'localhost', '1.2.3', '999.1.1.1', '0x7f.1', '::g', '1.2.3.4/8'])(
    'MUST refuse %j, which is none',
    (text) => {
      expect(createAddressGuard({ allowed: ['all'], loopback: true }).allows(text)).toBe(false);
    },
  );

  test('MUST allow the networks that are named, and no others', () => {
    const guard = createAddressGuard({ allowed: ['10.20.0.0/16', '192.168.7.9', 'fd00:1::/32'], loopback: false });
    for (const address of ['10.20.255.1', '192.168.7.9', 'fd00:1:2::3', '::ffff:10.20.0.1', '8.8.8.8'])
      expect([address, guard.allows(address)]).toEqual([address, true]);
    for (const address of ['10.21.0.1', '192.168.7.8', 'fd00:2::1', '127.0.0.1'])
      expect([address, guard.allows(address)]).toEqual([address, false]);
  });

  test('MUST allow this machine where that is wanted, and nothing else with it', () => {
    const guard = createAddressGuard({ allowed: [], loopback: true });
    expect(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'].map(guard.allows)).toEqual([true, true, true, true]);
    expect(['10.0.0.1', '0.0.0.0', '169.254.169.254'].map(guard.allows)).toEqual([false, false, false]);
  });

  test('MUST judge every way of writing an address the same', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '0:0:0:0:0:FFFF:', '0000::ffff:'), (address, prefix) => {
        expect(strict.allows(`${prefix}${address}`)).toBe(strict.allows(address));
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const bytes = addressBytes(address) ?? new Uint8Array();
        const long =
          [...bytes]
            .map((byte) => byte.toString(16).padStart(2, '0'))
            .join('')
            .match(/.{4}/gu)
            ?.join(':') ?? '';
        expect(bytes).toHaveLength(16);
        expect(addressBytes(long)).toEqual(bytes);
        expect(strict.allows(long)).toBe(strict.allows(address));
      }),
    );
  });

  test('MUST know what names a network', () => {
    for (const text of ['all', '10.0.0.0/8', '10.0.0.1', 'fd00::/8', '::1', '0.0.0.0/0'])
      expect([text, isNetwork(text)]).toEqual([text, true]);
    for (const text of [
      '',
      'campus',
      '10.0.0.0/33',
      'fd00::/129',
      '10.0.0.0/',
      '10.0.0/8',
      'fe80::1%eth0',
      '10.0.0.0/8/8',
    ])
      expect([text, isNetwork(text)]).toEqual([text, false]);
  });
});
