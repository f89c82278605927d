// A Chromium on this machine, for tests that look at pages: found where browsers are installed, and installed where a test run may do so.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from './console.mjs';
import { must } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name] ? [join(process.env[name], 'Google/Chrome/Application/chrome.exe'), join(process.env[name], 'Microsoft/Edge/Application/msedge.exe')] : [],
  ),
];

/** Why tests that need one are skipped. */
export const howToGetOne = 'No Chromium, Chrome or Edge was found. Install one ("apt-get install chromium" on Debian), or name its program in CHROME_PATH.';

/** Path of a browser's program; undefined where there is none. */
export function findBrowser() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places].find((path) => existsSync(path));
}

/** Starts it without a window. Its sandbox wants another user than root. */
export async function launchBrowser(...args) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: findBrowser(), args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args] });
}

/** In CI nothing may be skipped for want of a browser: where the machine is ours to install on, one is installed. */
export async function requireBrowserInCi() {
  if (findBrowser() || process.env.CI !== 'true' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  await step('installing Chromium', 'Chromium installed', async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await must('Reading what Debian has', 'apt-get', ['update', '-q'], { env });
    await must('Installing Chromium', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
  });
}
