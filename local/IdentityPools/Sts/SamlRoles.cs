using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>The operation <c>AssumeRoleWithSAML</c>.</summary>
/// <remarks>Source: AWS STS API Reference, "AssumeRoleWithSAML". https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html</remarks>
internal sealed class SamlRoles(
    IDeployment deployment,
    SamlIdentities identities,
    IAuthorizer authorizer,
    ICredentialIssuer issuer,
    TimeProvider time,
    ILogger<StsService> log
)
{
    // Of the keys of an assertion, those that later requests have, too.
    private static readonly string[] Lasting = ["SAML:namequalifier", "SAML:sub", "SAML:sub_type"];

    public async Task<IEnumerable<XElement>> AssumeAsync(StsQuery query, CancellationToken cancel)
    {
        var deployed = deployment.Current;
        var (roleArn, provider, response, duration) = (query.RoleArn, query.PrincipalArn, query.SamlAssertion, query.Duration);
        var identity = await identities.VerifyAsync(deployed, provider, roleArn, response, cancel);
        if (
            deployed.FindByArn(roleArn) is not { Type: "AWS::IAM::Role" } role
            || !(await authorizer.DecideTrustAsync(role, provider, identity.Keys, identity.Tags, cancel)).Allowed
        )
            throw SamlIdentities.Denied();
        query.RequireDuration(role);

        var now = time.GetUtcNow();
        var expires = now.AddSeconds(duration);
        var session = new RoleSession
        {
            RoleArn = role.Arn,
            SessionName = identity.SessionName,
            Expires = identity.Assertion.SessionEnds < expires ? identity.Assertion.SessionEnds.Value : expires,
            Variables = Lasting.ToDictionary(key => key, key => identity.Keys[key]!.ToString()),
            Tags = identity.Tags,
        };
        log.Assumed(role.LogicalId, identity.Assertion.Session.NameId, provider);
        return
        [
            new("Audience", identity.Assertion.Recipient),
            new("AssumedRoleUser", new XElement("AssumedRoleId", session.UserId), new XElement("Arn", session.Arn)),
            StsXml.Of(issuer.Issue(session)),
            new("Issuer", identity.Assertion.Issuer),
            new("NameQualifier", identity.Keys["SAML:namequalifier"]!.ToString()),
            new("Subject", identity.Assertion.Session.NameId),
            new("SubjectType", SamlIdentity.SubjectType(identity.Assertion.Session)),
        ];
    }
}
