// What the reference of environment files says beside the keys. Examples in ```jsonc blocks are loaded by a .NET test.

export const intro = `# The environment file

One JSON file describes one environment. \`-c environment=NAME\` reads \`cdk/environments/NAME.json\`. A value that ends in \`.json\` is a path of your own.
Comments and trailing commas are allowed. Every key but \`name\` can be left out.

This page is generated from [environment.schema.json](../cdk/environments/environment.schema.json): \`npm run snapshots\` writes it.
An editor that knows JSON Schema completes and explains the same keys. \`"$schema": "./environment.schema.json"\` at the top of the file says where it is.

The schema checks the type and the limits of each value. The [rules](rules.md) check the rest, above all what values say together.
The loader reports every mistake in one run, with its place and a way out, and writes nothing.
It never leaves a part out in silence.

In the headings \`NAME\` is a name of your own, and \`[]\` is an item of a list.
`;

/** By the key of the file's top level. */
export const notes = {
  threatProtection: `On the Plus plan, with \`userPool.mfa.mode\` at \`"optional"\`, the risk of a sign-in decides whether Cognito asks for a second factor.
AWS advises two weeks of \`"audit"\` first.

\`\`\`jsonc
"userPool": { "plan": "plus" },
"threatProtection": {
  "mode": "enforced",
  "accountTakeover": { "low": "allow", "medium": "mfaIfConfigured", "high": "block" },
  "compromisedCredentials": "block"
}
\`\`\``,

  identityProviders: `The key is the provider's name in Cognito. Secrets are named, never given.
[Federation](federation.md) says which addresses a provider asks for, how its secret is made, and when accounts are linked.`,

  domain: `\`\`\`jsonc
"domain": { "prefix": "acme" }
\`\`\``,

  branding: `A brand is a folder below \`cdk/\`: \`settings.json\`, logos, backgrounds and a favicon, found by their names.
[cdk/branding](../cdk/branding/README.md) has two, and says how files are named.
The loader checks a brand before anything is synthesized: formats, limits, safe SVG, settings that Cognito knows, and contrast by WCAG AA.

\`\`\`jsonc
"branding": { "directory": "branding/acme", "clients": { "web": "branding/partner" } }
\`\`\``,

  triggers: `\`\`\`jsonc
"triggers": {
  "preTokenGeneration": { "aliasArn": "arn:aws:lambda:eu-west-1:111122223333:function:mine:live", "version": "V2_0" }
}
\`\`\``,
};
