using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools.Sts;

/// <summary>AWS Security Token Service: takes on a role with a token, and says who somebody is.</summary>
internal sealed class StsService(
    IDeployment deployment,
    WebIdentities identities,
    IAuthorizer authorizer,
    IRequestAuthenticator authenticator,
    ICredentialIssuer issuer,
    SamlRoles samlRoles,
    AssumedRoles assumedRoles,
    TimeProvider time,
    ILogger<StsService> log
) : IHttpService
{
    /// <inheritdoc/>
    public string SigningName => "sts";

    /// <inheritdoc/>
    public async Task HandleAsync(HttpContext http)
    {
        var requestId = http.TraceIdentifier;
        try
        {
            var body = await StsQuery.ReadBodyAsync(http.Request);
            var query = StsQuery.Parse(http.Request, body);
            query.RefuseWhatCannotBeHonoured();
            var result = query.Action switch
            {
                "AssumeRoleWithWebIdentity" => await AssumeAsync(query, http.RequestAborted),
                "AssumeRoleWithSAML" => await samlRoles.AssumeAsync(query, http.RequestAborted),
                "GetCallerIdentity" => Identify(await authenticator.AuthenticateAsync(http.Request, body, SigningName)),
                "AssumeRole" => await assumedRoles.AssumeAsync(
                    query,
                    await authenticator.AuthenticateAsync(http.Request, body, SigningName),
                    http.RequestAborted
                ),
                "GetSessionToken" or "GetFederationToken" => throw new AwsException(
                    "NotImplemented",
                    $"{query.Action} is not available here: roles are given by identity pools, by AssumeRole, AssumeRoleWithWebIdentity and AssumeRoleWithSAML."
                ),
                _ => throw new AwsException("InvalidAction", $"Could not find operation {query.Action} for version 2011-06-15"),
            };
            await StsXml.WriteAsync(http, query.Action, result, requestId);
        }
        catch (AwsException e)
        {
            await StsXml.WriteAsync(http, e, requestId);
        }
    }

    private async Task<IEnumerable<XElement>> AssumeAsync(StsQuery query, CancellationToken cancel)
    {
        var deployed = deployment.Current;
        var (roleArn, sessionName, duration) = (query.RoleArn, query.RoleSessionName, query.Duration);
        var identity = await identities.VerifyAsync(deployed, query.WebIdentityToken);

        // A role that is not there is refused as one that does not trust: nobody learns which there are.
        if (
            deployed.FindByArn(roleArn) is not { Type: "AWS::IAM::Role" } role
            || !(await authorizer.DecideTrustAsync(role, identity.Federated, ContextOf(identity), identity.Tags, cancel)).Allowed
        )
            throw new AwsException("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
        query.RequireDuration(role);

        var session = new RoleSession
        {
            RoleArn = role.Arn,
            SessionName = sessionName,
            Expires = time.GetUtcNow().AddSeconds(duration),
            Variables = ContextOf(identity)
                .ToDictionary(c => c.Key, c => c.Value is JsonArray list ? string.Join(',', list) : c.Value!.ToString()),
            Tags = identity.Tags,
        };
        log.Assumed(role.LogicalId, identity.Subject, identity.Prefix);
        return
        [
            new("SubjectFromWebIdentityToken", identity.Subject),
            new("Audience", identity.Audience),
            new("AssumedRoleUser", new XElement("AssumedRoleId", session.UserId), new XElement("Arn", session.Arn)),
            StsXml.Of(issuer.Issue(session)),
            new("Provider", identity.Federated),
        ];
    }

    /// <summary>What a trust policy sees of a token.</summary>
    private static JsonObject ContextOf(WebIdentity identity)
    {
        var context = new JsonObject { [$"{identity.Prefix}:aud"] = identity.Audience, [$"{identity.Prefix}:sub"] = identity.Subject };
        if (identity.Claims["amr"] is { } methods)
            context[$"{identity.Prefix}:amr"] = methods.DeepClone();
        return context;
    }

    private IEnumerable<XElement> Identify(Caller caller)
    {
        var account = caller switch
        {
            Administrator administrator => administrator.Account,
            RoleSession => deployment.Current.Account,
            _ => throw new AwsException("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        };
        return [new("Arn", caller.Arn), new("UserId", caller.UserId), new("Account", account)];
    }
}
