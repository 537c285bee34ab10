import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocalTime, parseTimestamp } from './zoned-time.ts';

test('MUST read every local time that clocks show as an instant at which they show it', () => {
  const zones = fc.constantFrom(
    'Asia/Shanghai',
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'UTC',
    'Asia/Kathmandu',
  );
  const property = fc.property(zones, fc.integer({ min: 0, max: 4_000_000_000 }), (timezone, seconds) => {
    const instant = seconds * 1000;
    const shown = new Date(instant).toLocaleString('sv-SE', { timeZone: timezone }).replace(' ', 'T');
    const read = parseTimestamp(shown, timezone) ?? 0;
    expect(new Date(read).toLocaleString('sv-SE', { timeZone: timezone }).replace(' ', 'T')).toBe(shown);
    // An hour that occurs twice means the first.
    expect(instant - read === 0 || (instant > read && instant - read <= 3_600_000)).toBe(true);
  });
  fc.assert(property, { numRuns: 300 });
});

test('MUST move a time that clocks leave out by the length of the gap', () => {
  expect(fromLocalTime(Date.UTC(2026, 2, 29, 2, 30), 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30));
});

test.each([
  ['2026-11-21T08:00:00+08:00', Date.UTC(2026, 10, 21)],
  ['2026-11-21T08:00:00.123456+0800', Date.UTC(2026, 10, 21, 0, 0, 0, 123)],
  ['2026-11-21T00:00Z', Date.UTC(2026, 10, 21)],
  ['2026-11-21 08:00:00', Date.UTC(2026, 10, 21)],
  ['1970-01-01T08:00:00', 0],
  ['9999-12-31T23:59:59Z', 253_402_300_799_000],
  ['1970-01-01T07:59:59', null],
  ['9999-12-31T23:59:59-01:00', null],
  ['2026-13-01T00:00:00Z', null],
  ['2026-02-29T00:00:00Z', null],
  ['2026-11-21T24:00:00Z', null],
  ['2026-11-21T08:00:00+19:00', null],
  ['2026-11-21', null],
  ['tomorrow', null],
])('MUST read %s as %s', (text, instant) => {
  expect(parseTimestamp(text, 'Asia/Shanghai')).toBe(instant);
});
