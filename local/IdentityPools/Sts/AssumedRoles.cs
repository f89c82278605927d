using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>The operation <c>AssumeRole</c>.</summary>
/// <remarks>Source: AWS STS API Reference, "AssumeRole". https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html</remarks>
internal sealed class AssumedRoles(
    IDeployment deployment,
    IAuthorizer authorizer,
    ICredentialIssuer issuer,
    TimeProvider time,
    ILogger<StsService> log
)
{
    public async Task<IEnumerable<XElement>> AssumeAsync(StsQuery query, Caller caller, CancellationToken cancel)
    {
        if (caller is Anonymous)
            throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var deployed = deployment.Current;
        var (roleArn, sessionName, duration, tags) = (query.RoleArn, query.RoleSessionName, query.Duration, query.Tags);
        var context = new JsonObject { ["sts:RoleSessionName"] = sessionName };
        if (query.ExternalId is { } external)
            context["sts:ExternalId"] = external;

        // A role that is not there is refused as one that does not trust: nobody learns which there are.
        if (
            deployed.FindByArn(roleArn) is not { Type: "AWS::IAM::Role" } role
            || !(await authorizer.DecideAssumingAsync(caller, role, context, tags, cancel)).Allowed
        )
            throw new AwsException(
                "AccessDenied",
                $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}",
                403
            );
        query.RequireDuration(role);
        // Whoever has a role already has another for an hour at most.
        if (caller is RoleSession && duration > 3600)
            throw new AwsException(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
            );

        var session = new RoleSession
        {
            RoleArn = role.Arn,
            SessionName = sessionName,
            Expires = time.GetUtcNow().AddSeconds(duration),
            Tags = tags,
        };
        log.Assumed(role.LogicalId, caller.Arn, "sts:AssumeRole");
        return
        [
            StsXml.Of(issuer.Issue(session)),
            new("AssumedRoleUser", new XElement("AssumedRoleId", session.UserId), new XElement("Arn", session.Arn)),
        ];
    }
}
