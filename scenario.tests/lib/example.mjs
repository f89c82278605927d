// The example app over a world, on whichever of its client's callbacks has a free port, and a browser for it.
import assert from 'node:assert/strict';
import { configOf, serve } from '../../example/server.mjs';
import { launch } from '../../clients.tests/lib/browser.mjs';
import { forBrowsers } from '../../tools/lib/host.mjs';
import { World } from './world.mjs';

const ports = [3000, 5173, 4200, 8080];

/** @param {Parameters<typeof World.start>[0]} [options] */
export async function startExample(options) {
  const world = await World.start(options);
  let browser;
  let app;
  const end = async () => {
    await browser?.close();
    await app?.close();
    await world.end();
  };
  try {
    browser = await launch();
    const config = configOf(world.outputs, { endpoint: forBrowsers(world.endpoint) });
    for (const port of ports) app ??= await serve(() => config, port).catch(() => undefined);
    assert.ok(app, `none of the ports ${ports} is free`);
    return { world, browser, app, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The identity that the app shows. */
export const identityOf = async (page) => (await page.locator('dt:text-is("identity") + dd').textContent()).trim();
