// An app of somebody else, made by `cdk init` in a folder of its own: a pool, a bucket and a function. The project's packages stand in for those that npm would install.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../tools/lib/run.mjs';
import { Run } from './run.mjs';

const stack = `import * as cdk from 'aws-cdk-lib/core';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export class SampleStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    cdk.Tags.of(this).add('team', 'identity');
    const removalPolicy = cdk.RemovalPolicy.DESTROY;
    const pool = new UserPool(this, 'Pool', { removalPolicy });
    const bucket = new Bucket(this, 'Bucket', { removalPolicy, versioned: true });
    const greeter = new Function(this, 'Greeter', { runtime: Runtime.PROVIDED_AL2023, handler: 'bootstrap', code: Code.fromAsset('greeter'), memorySize: 512 });
    new cdk.CfnOutput(this, 'PoolId', { value: pool.userPoolId });
    new cdk.CfnOutput(this, 'BucketName', { value: bucket.bucketName });
    new cdk.CfnOutput(this, 'RoleName', { value: greeter.role!.roleName });
    new cdk.CfnOutput(this, 'GreeterArn', { value: greeter.functionArn });
    new cdk.CfnOutput(this, 'PoolArn', { value: pool.userPoolArn });
    new cdk.CfnOutput(this, 'GreeterName', { value: greeter.functionName });
  }
}
`;

// A custom runtime of Lambda, in a few lines.
const bootstrap = (greeting) => `#!${process.execPath}
const api = \`http://\${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation\`;
(async () => {
  for (;;) {
    const event = await fetch(\`\${api}/next\`);
    const { name } = await event.json();
    await fetch(\`\${api}/\${event.headers.get('lambda-runtime-aws-request-id')}/response\`, { method: 'POST', body: JSON.stringify(\`${greeting}, \${name}\`) });
  }
})();
`;

export class Sample {
  #cdk;
  #env;

  /** @param {import('./cdk.mjs').Cdk} cdk where it is deployed to */
  constructor(cdk) {
    this.#cdk = cdk;
    this.folder = join(cdk.folder, 'sample');
    // tsc takes the place of tsx, which the project has not, and like it looks at no types.
    this.app = 'npx tsc --noEmit false --declaration false --outDir out --types node --noCheck --noResolve && node out/bin/sample.js';
    // AWS's template validator takes half of a synthesis, and is not what this is about.
    this.#env = { ...cdk.env, CDK_VALIDATION: 'false', PATH: `${inRoot('node_modules/.bin')}:${process.env.PATH}` };
  }

  async init() {
    mkdirSync(this.folder);
    const done = await this.start('init', 'app', '--language', 'typescript', '--generate-only').ended;
    symlinkSync(inRoot('node_modules'), join(this.folder, 'node_modules'));
    // Its test needs jest.
    rmSync(join(this.folder, 'test'), { recursive: true });
    writeFileSync(join(this.folder, 'lib/sample-stack.ts'), stack);
    this.greet('Hello');
    return done;
  }

  /** Writes the code of the function. */
  greet(greeting) {
    const file = join(this.folder, 'greeter/bootstrap');
    mkdirSync(join(this.folder, 'greeter'), { recursive: true });
    writeFileSync(file, bootstrap(greeting));
    chmodSync(file, 0o755);
  }

  /** Starts the CLI in the folder of the app. */
  start(...args) {
    return new Run(process.execPath, [inRoot('node_modules/aws-cdk/bin/cdk'), ...args], this.#env, this.folder);
  }

  /** Runs the CLI with the app: { code, said }. */
  run(command, ...args) {
    return this.start(command, '--app', this.app, ...args).ended;
  }

  deploy(...args) {
    return this.run('deploy', '--require-approval', 'never', '--outputs-file', this.#cdk.outputsFile, ...args);
  }
}
