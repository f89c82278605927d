// The example app in a real browser: sign up on the pages, read the code at the desk, keep a file and a note, be refused Ben's.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { findings, keep, needsBrowser, overflows } from '../clients.tests/lib/browser.mjs';
import { serveApp, signUp as signUpInApp } from '../tools/lib/app.mjs';
import { forBrowsers } from '../tools/lib/host.mjs';
import { must } from '../tools/lib/run.mjs';
import { identityOf, startExample } from './lib/example.mjs';

const password = 'Correct-Horse-9-Battery';

it('the example app is type-checked', () => must('The example app', 'node_modules/.bin/tsc', ['-p', 'example']));

describe('the example app', needsBrowser, () => {
  let world;
  let browser;
  let app;
  let end;
  before(async () => {
    ({ world, browser, app, end } = await startExample());
  });
  after(() => end?.());

  const desk = () => `${forBrowsers(world.endpoint)}/_local/`;

  /** Signs up with the code that the desk shows. */
  const signUp = (page, email) => signUpInApp(page, { address: app.address, email, password, codeOf: () => codeAtDesk(page, email) });

  async function codeAtDesk(page, email) {
    const atDesk = await page.context().newPage();
    await atDesk.goto(desk());
    const code = await atDesk.locator('tr', { hasText: email }).locator('code').first().textContent();
    await atDesk.close();
    return code;
  }

  it("keeps each user's files and notes apart", async () => {
    const [ann, ben] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
    await signUp(ben, 'ben@example.com');
    await ben.fill('#note', "a secret of Ben's");
    await ben.getByRole('button', { name: 'Add it' }).click();
    await ben.locator('#notes-list li').waitFor();

    await signUp(ann, 'ann@example.com');
    await ann.setInputFiles('#file', { name: 'diary.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear diary') });
    await ann.getByRole('button', { name: 'Put it' }).click();
    await ann.getByRole('button', { name: 'diary.txt', exact: true }).click();
    await ann.getByText('Dear diary').waitFor();
    await ann.fill('#note', 'buy milk');
    await ann.getByRole('button', { name: 'Add it' }).click();
    await ann.locator('#notes-list li', { hasText: 'buy milk' }).waitFor();
    assert.equal(await ann.locator('#notes-list li').count(), 1);

    await ann.fill('#ben', await identityOf(ben));
    await ann.getByRole('button', { name: "Read Ben's" }).click();
    await ann.locator('.refused').nth(2).waitFor();
    const refusals = await ann.locator('.refused').allTextContents();
    for (const refusal of refusals) assert.match(refusal, /AccessDenied.*not authorized to perform: (s3:ListBucket|s3:GetObject|dynamodb:Query)/);
    assert.doesNotMatch(await ann.content(), /a secret of Ben/);

    await ann.goto(desk());
    assert.match(await ann.locator('.grave').first().textContent(), /DENY (s3|dynamodb):/);
  });

  it('keeps who has signed in over a reload, and forgets it with a sign-out', async () => {
    const page = await (await browser.newContext()).newPage();
    await signUp(page, 'eve@example.com');
    await page.reload();
    await page.getByRole('heading', { name: 'Your notes' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/login\?/);
    assert.equal(await page.getByRole('button', { name: /^Continue as/ }).count(), 0);
  });

  it('is not served on a port that another has, or that is no callback, and one line says so', async (t) => {
    const said = t.mock.method(console, 'log', () => {});
    const outputs = join(world.state, 'outputs.json');
    assert.equal(await serveApp(world.endpoint, outputs, Number(new URL(app.address).port)), undefined);
    assert.equal(await serveApp(world.endpoint, outputs, 3999), undefined);
    const lines = said.mock.calls.map(({ arguments: [line] }) => stripVTControlCharacters(line));
    assert.match(lines[0], /^The example app is not served: port \d+ is taken \(--app-port takes another of the client's callbacks\)\.$/);
    assert.match(lines[1], /^The example app is not served: http:\/\/localhost:3999\/callback is no callback of clients\.web\.$/);
    assert.equal(lines.length, 2);
  });

  it('is for everybody: nothing that axe finds, and nothing that a phone cannot show', async () => {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [360, 'light'],
      [320, 'dark'],
    ]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      await page.goto(app.address);
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      assert.deepEqual(await findings(page), []);
      await signUp(page, `look-${width}-${colorScheme}@example.com`);
      await page.getByRole('button', { name: "Read Ben's" }).click();
      await page.locator('.refused').nth(2).waitFor();
      await keep(page, `example-${width}-${colorScheme}`);
      assert.deepEqual(await findings(page), []);
      assert.equal(await overflows(page), false);
      await context.close();
    }
  });
});
