// The unmodified CLI of the CDK against a local AWS to which nothing has been deployed, and an assembly that a test may change.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../tools/lib/host.mjs';
import { inRoot } from '../../tools/lib/run.mjs';
import { Run } from './run.mjs';

export class Cdk {
  folder = mkdtempSync(join(tmpdir(), 'cognitostack-cdk-'));
  assembly = join(this.folder, 'cdk.out');
  state = join(this.folder, 'state');
  outputsFile = join(this.folder, 'outputs.json');
  /** Of all that was deployed: the file has those deployed last. */
  outputs = /** @type {Record<string, string>} */ ({});
  host = /** @type {any} */ (undefined);

  static async start(...args) {
    const cdk = new Cdk();
    cdk.host = await startHost({ assembly: cdk.assembly, state: cdk.state, port: 0, log: join(cdk.folder, 'host.log'), args: ['--bare', ...args] });
    return cdk;
  }

  /** As the README has it: an endpoint, a Region, and the state folder's credentials. */
  get env() {
    return {
      AWS_ENDPOINT_URL: this.host?.endpoint ?? '',
      AWS_REGION: 'us-east-1',
      AWS_SHARED_CREDENTIALS_FILE: join(this.state, 'credentials'),
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: '1',
    };
  }

  /** Runs the CLI: { code, said }. */
  run(...args) {
    return new Run(process.execPath, [inRoot('node_modules/aws-cdk/bin/cdk'), ...args], this.env).ended;
  }

  /** Runs the CLI with the assembly. */
  withAssembly(...args) {
    return this.run(...args, '--app', this.assembly, '--output', this.assembly);
  }

  async deploy(...args) {
    const done = await this.withAssembly('deploy', '--require-approval', 'never', '--outputs-file', this.outputsFile, ...args);
    if (existsSync(this.outputsFile)) Object.assign(this.outputs, ...Object.values(JSON.parse(readFileSync(this.outputsFile, 'utf8'))));
    return done;
  }

  /** Lets a function change a template; the asset that it is published as has another name then, as after a synthesis. */
  change(stack, edit) {
    const path = join(this.assembly, `${stack}.template.json`);
    const template = JSON.parse(readFileSync(path, 'utf8'));
    edit(template);
    writeFileSync(path, JSON.stringify(template));
    const manifest = join(this.assembly, `${stack}.assets.json`);
    const [before] = Object.entries(JSON.parse(readFileSync(manifest, 'utf8')).files).find(([, { source }]) => source.path === `${stack}.template.json`) ?? [];
    const after = createHash('sha256').update(JSON.stringify(template)).digest('hex');
    for (const file of readdirSync(this.assembly).filter((name) => name === 'manifest.json' || name === `${stack}.assets.json`)) {
      const text = readFileSync(join(this.assembly, file), 'utf8');
      writeFileSync(join(this.assembly, file), text.replaceAll(String(before), after));
    }
    return template;
  }

  async end() {
    await this.host?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
