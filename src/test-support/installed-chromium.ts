import { existsSync } from 'node:fs';

/** Where Chromium is, or undefined. None is downloaded for a test. */
export const installedChromium = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));
