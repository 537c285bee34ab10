import { existsSync } from 'node:fs';
import { findProgram } from './programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function path() {
  const given = process.env.PORTICO_TEST_CHROMIUM;
  const places = given ? [given] : [...names.map(findProgram), onMac];
  return places.find((place) => place !== undefined && existsSync(place));
}

/** @type {import('./service.mjs').Service} */
export const chromium = {
  name: 'Chromium',
  neededBy: ['browser'],
  probe: async () => {
    const found = path();
    return found === undefined ? undefined : { PORTICO_TEST_CHROMIUM: found };
  },
  isInstalled: () => path() !== undefined,
  debianPackages: ['chromium'],
};
