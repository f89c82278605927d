// node_modules as package-lock.json wants it, asked of npm's own record of what it installed.
import { readFileSync } from 'node:fs';
import { inRoot, must } from './run.mjs';

/** True when every package of the lock file is installed in its version; optional ones depend on the platform. */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages).every(([path, { version, optional }]) =>
    path === '' || installed.packages[path]?.version === version || (optional && !installed.packages[path]));
}

export function nodeModulesAreCurrent() {
  try {
    return isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'));
  } catch {
    return false;
  }
}

export const installNodeModules = () =>
  must('Installing the Node tools', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {},
    'If package.json and package-lock.json disagree, run `npm install` and commit the lock file.');

const readJson = (path) => JSON.parse(readFileSync(inRoot(path), 'utf8'));
