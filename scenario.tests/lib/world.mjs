// A local AWS for tests, with the environment "local" deployed; templates may be spoilt first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputsOf, startHost } from '../../tools/lib/host.mjs';
import { programPath } from '../../tools/lib/programs.mjs';
import { inRoot, root } from '../../tools/lib/run.mjs';

/** Written by `npm test` before these tests run. */
export const assembly = inRoot('artifacts/scenario/cdk.out');

export class World {
  folder = mkdtempSync(join(tmpdir(), 'cognitostack-world-'));
  assembly = join(this.folder, 'cdk.out');
  state = join(this.folder, 'state');
  args = /** @type {string[]} */ ([]);

  static async start({ from = assembly, spoil = (/** @type {any} */ _) => {}, args = /** @type {string[]} */ ([]), port = 0 } = {}) {
    const world = new World();
    world.args = args;
    cpSync(from, world.assembly, { recursive: true });
    world.change(spoil);
    await world.up(port);
    return world;
  }

  async up(port = 0) {
    this.host = await startHost({ assembly: this.assembly, state: this.state, port, log: join(this.folder, 'host.log'), args: this.args });
    this.endpoint = this.host.endpoint;
  }

  /** Lets a function change the templates: it gets them by the last part of their stack's name. */
  change(edit) {
    const path = (stack) => join(this.assembly, `CognitoStack-local-${stack}.template.json`);
    const stacks = ['Authentication', 'Storage', 'Authorization'];
    const templates = Object.fromEntries(stacks.map((stack) => [stack, JSON.parse(readFileSync(path(stack), 'utf8'))]));
    edit(templates);
    for (const stack of stacks) writeFileSync(path(stack), JSON.stringify(templates[stack]));
  }

  get outputs() {
    return outputsOf(join(this.state, 'outputs.json'));
  }

  /** What a program needs to find this AWS, and nothing else of it. */
  get env() {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.outputs.Region,
      AWS_SHARED_CREDENTIALS_FILE: join(this.state, 'credentials'),
      LOCAL_OUTPUTS: join(this.state, 'outputs.json'),
    };
  }

  /** Runs the smoke test: { code, said, failed }, with the names of the checks that failed. */
  async smoke(...args) {
    const report = join(this.folder, 'smoke.xml');
    rmSync(report, { force: true });
    const child = spawn('dotnet', [programPath('Smoke'), '--environment', 'local', '--endpoint', this.endpoint, '--outputs', this.env.LOCAL_OUTPUTS, '--junit', report, ...args], {
      cwd: root,
      env: { ...process.env, ...this.env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    const [code] = await once(child, 'close');
    const cases = [...readFileSync(report, 'utf8').matchAll(/<testcase\b[^>]*\bname="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs)];
    return { code, said, names: cases.map(([, name]) => name), failed: cases.filter(([, , body]) => body?.includes('<failure')).map(([, name]) => name) };
  }

  async end() {
    await this.host?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
