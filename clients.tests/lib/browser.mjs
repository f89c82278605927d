// A real browser, and what is looked at in every page.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findBrowser, howToGetOne, launchBrowser } from '../../tools/lib/browser.mjs';
import { inRoot } from '../../tools/lib/run.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** For `describe`: skips where there is no browser, but never in CI. */
export const needsBrowser = { skip: findBrowser() || process.env.CI === 'true' ? false : howToGetOne };

// An app that a test makes up is at no address: Chromium would take it for the internet's, and keep it from this machine.
export const launch = (...args) => launchBrowser('--disable-features=LocalNetworkAccessChecks', ...args);

/** Sends the form that has a field. */
export const submit = (page, field) => page.click(`form:has([name=${field}]) button[type=submit]`);

/** Signs in on the page, which asks for the name first where there is more than one way to go on. */
export async function signIn(page, { email, password }) {
  await page.fill('[name=username]', email);
  if (!(await page.locator('[name=password]').count())) await submit(page, 'username');
  await page.fill('[name=password]', password);
  await submit(page, 'password');
}

/** What axe finds in a page, by WCAG 2.2 AA and its best practices; a line each. */
export async function findings(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
}

/** Whether a page is wider than its window. */
export const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** Keeps a picture for people to look at; CI keeps the folder. */
export async function keep(page, name) {
  const folder = inRoot('artifacts/screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
