// A JavaScript app of the same resources with the same checks: it includes the templates of a synthesized environment, one L1 a resource.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const [templates] = process.argv.slice(2);
const app = new App({ analyticsReporting: false });
for (const file of readdirSync(templates).filter((name) => name.endsWith('.template.json')))
  new CfnInclude(new Stack(app, basename(file, '.template.json'), { env: { account: '111122223333', region: 'eu-west-1' } }), 'Included', {
    templateFile: join(templates, file),
  });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
app.synth();
