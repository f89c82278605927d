// What a change of templates would do to what holds users or data. CloudFormation's own knowledge of properties that
// cannot be changed in place comes with the comparison that `cdk diff` uses. Call only after setup.

/** Losing one of these loses users, their data, or a name that clients have been given; and what that is, in words. */
const stateful = new Map([
  ['AWS::Cognito::UserPool', 'every user, with passwords, second factors and passkeys'],
  ['AWS::Cognito::UserPoolClient', 'the client id (and secret) that applications were given, and every session'],
  ['AWS::Cognito::UserPoolDomain', 'the address of the login pages, until the new one is known everywhere'],
  ['AWS::Cognito::UserPoolGroup', "the group's members"],
  ['AWS::Cognito::UserPoolIdentityProvider', 'sign-in through the provider, and the users it made, if it comes back under another name'],
  ['AWS::Cognito::UserPoolUser', 'the user'],
  ['AWS::Cognito::IdentityPool', 'every identity id: users no longer reach what is kept under theirs'],
  ['AWS::S3::Bucket', 'every object'],
  ['AWS::DynamoDB::Table', 'every item'],
  ['AWS::DynamoDB::GlobalTable', 'every item'],
  ['AWS::KMS::Key', 'whatever is encrypted with the key'],
  ['AWS::SecretsManager::Secret', 'the secret'],
  ['AWS::Logs::LogGroup', 'its logs'],
]);

const verbs = { WILL_REPLACE: 'is replaced', MAY_REPLACE: 'may be replaced', WILL_DESTROY: 'is deleted', WILL_ORPHAN: 'is left behind, no longer managed' };

const kept = 'DeletionPolicy or UpdateReplacePolicy keeps the old one, but the new one is empty and nothing points at the old.';
const ways = {
  WILL_REPLACE: 'Put the named property back; where it has to change, make a second resource beside the first, move what is in it, and remove the first later.',
  MAY_REPLACE: "Look the property up in CloudFormation's reference: whether it replaces depends on the value.",
  WILL_DESTROY: 'Put it back under the same logical ID; a resource that was only renamed is moved with `cdk refactor`, or keeps its ID by overrideLogicalId.',
  WILL_ORPHAN: 'It stays in the account. Take it over with `cdk import`, or put it back under the same logical ID.',
};

/** Key of a template's metadata that tells of the user pool that the environment adopts; in C#, `Naming.AdoptedUserPool`. */
export const adoptedUserPool = 'CognitoStack::AdoptedUserPool';

/** [{ id, type, verb, properties, lost, way }] of a template that becomes another. */
export async function lossesOf(before, after) {
  const { fullDiff } = await import('@aws-cdk/cloudformation-diff');
  const found = [];
  const adopted = after.Metadata?.[adoptedUserPool]?.Arn;
  fullDiff(before, after).resources.forEachDifference((id, change) => {
    // A change of type has no `resourceType` of its own.
    const type = change.oldResourceType ?? change.newResourceType ?? '';
    const impact = change.changeImpact ?? '';
    if (!stateful.has(type)) return;
    if (verbs[impact]) {
      const properties = Object.entries(change.propertyUpdates ?? {})
        .filter(([, update]) => /REPLACE/.test(update.changeImpact ?? ''))
        .map(([name]) => name);
      const keeps = /Retain|Snapshot/.test(before.Resources?.[id]?.UpdateReplacePolicy ?? before.Resources?.[id]?.DeletionPolicy ?? '');
      const way = adopted && type === 'AWS::Cognito::UserPool' ? leaving(adopted, impact) : ways[impact] + (keeps ? ` ${kept}` : '');
      found.push({ id, type, verb: verbs[impact], properties, lost: stateful.get(type), way });
    }
  });
  return [...found, ...schemaLosses(before, after)];
}

/** An environment that made its pool, and now adopts one. */
const leaving = (adopted, impact) =>
  impact === 'WILL_ORPHAN'
    ? `The file adopts ${adopted}. Is that this pool, it stays, and only leaves the stack; is it another, the users of this one are left behind. Else remove userPool.adopt.`
    : `The file adopts ${adopted}, and this stack's own pool goes. Is that the one, the stack deletes what it adopts: deploy with "production": true first, which retains it, or remove userPool.adopt.`;

/** Attributes of a user pool can be added, never changed or taken away: CloudFormation says so only when it deploys. */
function schemaLosses(before, after) {
  return Object.entries(before.Resources ?? {})
    .filter(([id, { Type }]) => Type === 'AWS::Cognito::UserPool' && after.Resources?.[id]?.Type === Type)
    .flatMap(([id, pool]) => {
      const now = new Map((after.Resources[id].Properties?.Schema ?? []).map((attribute) => [attribute.Name, attribute]));
      const had = pool.Properties?.Schema ?? [];
      return fixedLosses(id, pool, after.Resources[id]).concat(
        had.flatMap((attribute) => {
          const is = now.get(attribute.Name);
          // A standard attribute that is no longer declared stays as it was made.
          if (is ? same(attribute, is) : isStandard(attribute)) return [];
          return [
            {
              id,
              type: pool.Type,
              verb: is ? `changes its attribute ${attribute.Name}` : `loses its attribute ${attribute.Name}`,
              properties: ['Schema'],
              lost: 'the deployment: Cognito refuses it half-way, and the stack rolls back',
              way: is ? 'Put the declaration back, and declare a new attribute beside it.' : 'Put it back; an attribute that nobody uses any more does no harm.',
            },
          ];
        }),
        addedTooLate(id, pool.Type, had, now),
      );
    });
}

/** How users sign in is settled when the pool is made; CloudFormation knows it as a change in place, and Cognito refuses it. */
const fixed = ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'];

function fixedLosses(id, before, after) {
  return fixed
    .filter((name) => !same(before.Properties?.[name] ?? null, after.Properties?.[name] ?? null))
    .map((name) => ({
      id,
      type: before.Type,
      verb: `changes ${name}, which is fixed at its creation`,
      properties: [name],
      lost: 'the deployment: Cognito refuses it; with a new pool instead, every user',
      way: 'Put it back; where it has to change, make a second pool, and let users over as they sign in (the trigger userMigration).',
    }));
}

/** Custom attributes need their type; standard ones have theirs. */
const isStandard = ({ AttributeDataType }) => AttributeDataType === undefined;

/** CloudFormation adds what is new in a schema as a custom attribute, which a standard one is not. */
function addedTooLate(id, type, had, now) {
  const known = new Set(had.map(({ Name }) => Name));
  return [...now.values()]
    .filter((attribute) => isStandard(attribute) && !known.has(attribute.Name))
    .map(({ Name }) => ({
      id,
      type,
      verb: `declares the standard attribute ${Name}, which the pool has had as Cognito makes it`,
      properties: ['Schema'],
      lost: 'the deployment: CloudFormation fails with "Invalid AttributeDataType input", and the stack rolls back',
      way: `Take "required", "mutable" and lengths of ${Name} out of userPool.attributes, and hold users to them in the application. See docs/runbooks/invalid-attribute-data-type.md.`,
    }));
}

/** Equal whatever the order of keys. */
const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value;

/** One line of a loss. */
export const sentence = ({ id, type, verb }) => `${type} ${id} ${verb}`;
