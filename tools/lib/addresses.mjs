// Addresses that somebody needs before the first deployment: whoever sets up a provider, an API or a domain's DNS.
import { bold, dim } from './console.mjs';

const wanted = ['LoginUrl', 'LoginDomainTarget', 'ProviderRedirectUri', 'SamlAcsUrl', 'SamlEntityId', 'SamlLogoutUrl', 'Issuer', 'JwksUri'];

/** A value as far as it is known before the deployment; what only AWS decides stands in angle brackets. */
function text(value, stack) {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries(value ?? { unknown: '' });
  switch (name) {
    case 'Ref':
      return reference(argument, stack);
    case 'Fn::Join':
      return argument[1].map((part) => text(part, stack)).join(argument[0]);
    case 'Fn::GetAtt':
      return attribute(argument, stack);
    default:
      return '<8 digits>';
  }
}

function reference(id, { resources, environment = '' }) {
  const region = environment.split('/').pop();
  if (id === 'AWS::Region') return region && region !== 'unknown-region' ? region : '<region>';
  if (id === 'AWS::URLSuffix') return 'amazonaws.com';
  const { Type, Properties } = resources[id] ?? {};
  return Type === 'AWS::Cognito::UserPoolDomain' ? text(Properties.Domain, { resources, environment }) : `<${id}>`;
}

function attribute([id, name], stack) {
  const pool = stack.resources[id]?.Type === 'AWS::Cognito::UserPool' && name === 'ProviderName';
  return pool ? `cognito-idp.${reference('AWS::Region', stack)}.amazonaws.com/<user pool id>` : `<${name}>`;
}

/** A paragraph of them, or nothing where no stack has any. */
export function addresses(stacks) {
  const lines = stacks.flatMap((stack) =>
    wanted.filter((name) => stack.outputs?.[name]).map((name) => [name, text(stack.outputs[name].Value, stack).replace(/<UserPool[0-9A-F]*>/g, '<user pool id>')]),
  );
  if (!lines.length) return [];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return [
    `${bold('Addresses')} ${dim('for providers, APIs and DNS; <…> is known after the deployment (docs/federation.md)')}\n${lines.map(([name, value]) => `  ${name.padEnd(width)}${value}`).join('\n')}`,
  ];
}
