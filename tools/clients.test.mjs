// The generated clients of Cognito are what AWS's type files make of them today.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { clientFiles, folders } from './clients.mjs';
import { generate } from './lib/csharp-client.mjs';
import { inRoot } from './lib/run.mjs';

describe('the generated clients', () => {
  for (const folder of folders)
    it(`${folder} is what "npm run clients" writes, and nothing else is beside it`, async () => {
      const files = await clientFiles(folder);
      assert.deepEqual(
        readdirSync(inRoot(folder, 'Generated')).map((name) => `${folder}/Generated/${name}`),
        [...files.keys()].sort(),
      );
      for (const [path, text] of files) assert.equal(readFileSync(inRoot(path), 'utf8'), text, `${path}: npm run clients`);
    });

  const client = (...operations) => Object.fromEntries(generate({ types: 'client-cognito-identity-provider', name: 'CognitoIdentityProvider', reference: 'r', operations }));

  it('has an operation with all its shapes by its name alone', () => {
    const { 'Operations.g.cs': operations, 'Model.g.cs': model, 'Constants.g.cs': constants, 'Errors.g.cs': errors } = client('AdminListUserAuthEvents');

    assert.match(operations, /public Task<AdminListUserAuthEventsResponse> AdminListUserAuthEventsAsync\(AdminListUserAuthEventsRequest request/);
    for (const shape of ['AdminListUserAuthEventsRequest : Amazon', 'AdminListUserAuthEventsResponse : Amazon', 'AuthEventType', 'EventRiskType', 'ChallengeResponseType'])
      assert.match(model, new RegExp(`public class ${shape}`));
    assert.match(model, /public List<AuthEventType>\? AuthEvents/);
    assert.match(model, /public DateTime\? CreationDate/);
    assert.doesNotMatch(model, /class UserPoolType\b/);
    assert.match(constants, /RiskLevelType High = new\("High"\)/);
    assert.match(errors, /class UserPoolAddOnNotEnabledException/);
  });

  it('signs what AWS wants signed, and nothing else', () => {
    assert.match(client('AdminGetUser', 'GetUser', 'SignUp')['Operations.g.cs'], /new HashSet<string> \{ "GetUser", "SignUp" \}/);
  });

  it('has a request and a response for an operation without an output', () => {
    assert.match(client('AdminDeleteUser')['Model.g.cs'], /public class AdminDeleteUserResponse : AmazonWebServiceResponse\n\{\n\}/);
  });

  it('reads what an error says beyond its message', () => {
    assert.match(client('SignUp')['Errors.g.cs'], /new InvalidParameterException\(.*\) \{ ReasonCode = Member\(body, "reasonCode"\) \}/);
  });
});
