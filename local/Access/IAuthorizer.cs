using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Access;

/// <summary>One thing that a request does.</summary>
/// <param name="Action">IAM action, <c>service:Name</c>.</param>
/// <param name="Resource">ARN that it is done to; <c>*</c> for actions that know none.</param>
/// <param name="Context">Condition keys of the request: <c>s3:prefix</c>, <c>dynamodb:LeadingKeys</c> (an array) … Those of every request (TLS, tags of the caller) are added.</param>
/// <param name="Owner">The deployed resource whose policy has a say: the bucket of an object; null where there is none.</param>
public sealed record AccessRequest(string Action, string Resource, JsonObject? Context = null, Resource? Owner = null);

/// <summary>What IAM says.</summary>
/// <param name="Allowed">Whether.</param>
/// <param name="By">The statement that decided, and what it says; empty where none speaks of the request.</param>
public sealed record Decision(bool Allowed, string By)
{
    /// <summary>The part that is refused; null where all is allowed, or none can be judged.</summary>
    public AccessRequest? Refused { get; init; }
}

/// <summary>Decides requests by the deployed policies, with the evaluator of the proofs, and logs every decision.</summary>
public interface IAuthorizer
{
    /// <summary>Decides; allowed is what is allowed for every part.</summary>
    Task<Decision> DecideAsync(Caller caller, IReadOnlyList<AccessRequest> requests, CancellationToken cancel);

    /// <summary>Whether a caller may take on a role (<c>sts:AssumeRole</c>; and, with tags, <c>sts:TagSession</c>): by the role's trust policy, and by the caller's own policies where that trusts the account.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="role">The role.</param>
    /// <param name="context">Condition keys of the call: <c>sts:ExternalId</c>, <c>sts:RoleSessionName</c>.</param>
    /// <param name="tags">Session tags.</param>
    /// <param name="cancel">Cancels.</param>
    Task<Decision> DecideAssumingAsync(
        Caller caller,
        Resource role,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    );

    /// <summary>Whether a role's trust policy lets a federated identity in (<c>sts:AssumeRoleWithWebIdentity</c>, or <c>sts:AssumeRoleWithSAML</c>; and, with tags, <c>sts:TagSession</c>).</summary>
    /// <param name="role">The role.</param>
    /// <param name="federated">The identity provider: <c>cognito-identity.amazonaws.com</c>, or the ARN of an IAM OIDC or SAML provider.</param>
    /// <param name="context">Claims as condition keys: <c>cognito-identity.amazonaws.com:aud</c>, <c>:amr</c> (an array), <c>:sub</c>.</param>
    /// <param name="tags">Session tags.</param>
    /// <param name="cancel">Cancels.</param>
    Task<Decision> DecideTrustAsync(
        Resource role,
        string federated,
        JsonObject context,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancel
    );
}

/// <summary>Refuses what is not allowed, in the words of the service.</summary>
public static class Authorizing
{
    /// <summary>Does nothing where allowed.</summary>
    /// <exception cref="Http.AwsException"><c>AccessDeniedException</c>.</exception>
    public static async Task RequireAsync(this IAuthorizer authorizer, Caller caller, AccessRequest request, CancellationToken cancel)
    {
        if (!(await authorizer.DecideAsync(caller, [request], cancel)).Allowed)
            throw new Http.AwsException(
                "AccessDeniedException",
                $"User: {caller.Arn} is not authorized to perform: {request.Action} on resource: {request.Resource}"
            );
    }
}
