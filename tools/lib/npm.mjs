// node_modules as package-lock.json wants it, asked of npm's own record of what it installed.
import { readFileSync } from 'node:fs';
import { inRoot, must } from './run.mjs';

/** True when every package of the lock file is installed in its version; optional ones depend on the platform. */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) => path === '' || installed.packages[path]?.version === version || (optional && !installed.packages[path]),
  );
}

export function nodeModulesAreCurrent() {
  try {
    return isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'));
  } catch {
    return false;
  }
}

/**
 * Packages that run a script of their own when they are installed, and whether it is needed: a script runs as whoever installs, before
 * anybody has read it. A package that comes with one is named here, or the tests fail.
 */
export const installScripts = {
  'classic-level': { needed: true, why: 'compiles itself where it has no program for the machine' },
  esbuild: { needed: false, why: 'saves its command a start of Node.js' },
};

export async function installNodeModules() {
  await must(
    'Installing the Node tools',
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {},
    'If package.json and package-lock.json disagree, run `npm install` and commit the lock file.',
  );
  const needed = Object.keys(installScripts).filter((name) => installScripts[name].needed);
  await must('Preparing the Node tools', 'npm', ['rebuild', ...needed, '--ignore-scripts=false', '--loglevel=error']);
}

const readJson = (path) => JSON.parse(readFileSync(inRoot(path), 'utf8'));
