/** @typedef {'unit' | 'contract' | 'service' | 'browser'} TierName */

/**
 * The test tiers in the order they run, each with the fewest tests it may have run: a suite that silently stopped
 * running must fail. Raise a floor when its tier has grown well past it.
 * `without`: a service without which the whole tier is skipped; suites that need others skip themselves.
 * @type {readonly { name: TierName, floor: number, without?: string }[]}
 */
export const tiers = [
  { name: 'unit', floor: 1_000 },
  { name: 'contract', floor: 80 },
  { name: 'service', floor: 150 },
  { name: 'browser', floor: 10, without: 'Chromium' },
];
