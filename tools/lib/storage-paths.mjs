// Who reaches what of the buckets, in Amplify's words, from the roles of the templates.

const verbs = { 's3:GetObject': 'get', 's3:PutObject': 'write', 's3:DeleteObject': 'delete' };
const own = '${cognito-identity.amazonaws.com:sub}';
const listed = (value) => (value === undefined ? [] : [value].flat());

/** The bucket that an ARN of a template names, by the name of its output, and what stands behind it. */
function placeOf(resource) {
  const [, parts] = resource?.['Fn::Join'] ?? [];
  const at = parts?.findIndex((part) => part['Fn::GetStackOutput']?.OutputName.startsWith('BucketName')) ?? -1;
  if (at < 0) return null;
  return { bucket: parts[at]['Fn::GetStackOutput'].OutputName.slice('BucketName'.length), path: parts.slice(at + 1).join('') };
}

/** Each thing that a role may do with objects: { bucket, path, verb }. */
function* deedsOf(role) {
  for (const { PolicyDocument } of role.Properties.Policies ?? [])
    for (const { Effect, Action, Resource, Condition } of PolicyDocument.Statement) {
      if (Effect !== 'Allow') continue;
      for (const place of listed(Resource)
        .map(placeOf)
        .filter((found) => found !== null)) {
        const objects = listed(Action).filter((action) => Object.hasOwn(verbs, action));
        for (const action of objects) yield { bucket: place.bucket, path: place.path.slice(1), verb: verbs[action] };
        if (!listed(Action).includes('s3:ListBucket')) continue;
        const prefixes = listed(Condition?.StringLike?.['s3:prefix']);
        for (const path of prefixes.length ? prefixes.filter((prefix) => prefix.endsWith('*')) : ['*']) yield { bucket: place.bucket, path, verb: 'list' };
      }
    }
}

/** [who, role] of everybody whom Amplify has a word for: guests, users, and members of groups. */
function audiencesOf(resources) {
  const find = (arn) => resources[arn?.['Fn::GetAtt']?.[0]];
  const all = Object.values(resources);
  const roles = all.find(({ Type }) => Type === 'AWS::Cognito::IdentityPoolRoleAttachment')?.Properties.Roles ?? {};
  const groups = all.filter(({ Type }) => Type === 'AWS::Cognito::UserPoolGroup').map(({ Properties }) => [`groups${Properties.GroupName}`, find(Properties.RoleArn)]);
  return [['guest', find(roles.unauthenticated)], ['authenticated', find(roles.authenticated)], ...groups].filter(([, role]) => role);
}

/** Paths of each bucket, by the name of its output. What only a tag opens, Amplify has no word for. */
export function pathsOf(resources) {
  /** @type {Record<string, Record<string, Record<string, string[]>>>} */
  const paths = {};
  for (const [who, role] of audiencesOf(resources))
    for (const { bucket, path, verb } of deedsOf(role)) {
      if (path.replace(own, '').includes('${')) continue;
      const rules = ((paths[bucket] ??= {})[path] ??= {});
      const deeds = (rules[path.includes(own) ? 'entityidentity' : who] ??= []);
      if (!deeds.includes(verb)) deeds.push(verb);
    }
  return paths;
}
