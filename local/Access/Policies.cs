using System.IO.Enumeration;
using System.Text.Json.Nodes;
using CognitoStack.Iam;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Access;

/// <summary>The policies that have a say in requests, as they are deployed.</summary>
internal static class Policies
{
    /// <summary>Allows writing logs and nothing else, which no service here is asked for.</summary>
    private const string LogsOnly = ":policy/service-role/AWSLambdaBasicExecutionRole";

    private static readonly HashedPolicy Everything = HashedPolicy.Of(
        "administrator",
        JsonNode
            .Parse(
                """
                { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }
                """
            )!
            .AsObject()
    );

    /// <summary>What Cognito leaves of a guest's role.</summary>
    public static HashedPolicy Guests { get; } = HashedPolicy.Of("session policy of guests", GuestSessionPolicy.Document());

    /// <summary>Policies of a caller, bound to it.</summary>
    /// <exception cref="UnjudgeablePolicyException">Nobody can tell what they allow.</exception>
    public static IReadOnlyList<HashedPolicy> Of(Caller caller, Deployed deployed) =>
        caller switch
        {
            Administrator => [Everything],
            RoleSession session =>
            [
                .. OfRole(deployed.FindByArn(session.RoleArn), deployed)
                    .Select(p => HashedPolicy.Of(p.Name, PolicyBinding.Bind(p.Document, session.Variables))),
            ],
            _ => [],
        };

    /// <summary>Policy of a resource, bound to the caller; null where it has none.</summary>
    /// <exception cref="UnjudgeablePolicyException">Nobody can tell what it allows.</exception>
    public static HashedPolicy? OfResource(Resource resource, Deployed deployed, Caller caller)
    {
        var document = TemplatePolicies.OfResource(deployed, resource);
        return document is null
            ? null
            : HashedPolicy.Of(
                $"policy of {resource.LogicalId}",
                PolicyBinding.Bind(document, (caller as RoleSession)?.Variables ?? new Dictionary<string, string>())
            );
    }

    /// <summary>Trust policy of a role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="taggingAs">Where what it says of tagging sessions is wanted, the action of taking on the role, of which that is said then: the evaluator
    /// knows the keys of identities only in requests to take on a role, although both are one call.</param>
    public static HashedPolicy Trust(Resource role, string? taggingAs)
    {
        var trust = role.Properties["AssumeRolePolicyDocument"]?.DeepClone().AsObject() ?? [];
        if (taggingAs is not null)
            foreach (var statement in TemplatePolicies.Statements(trust))
            foreach (var part in new[] { "Action", "NotAction" })
                if (statement[part] is { } actions)
                    statement[part] = new JsonArray([
                        .. (actions is JsonArray many ? many.Select(a => a!.ToString()) : [actions.ToString()]).Select(action =>
                            TaggingAsAssuming(action, taggingAs)
                        ),
                    ]);
        return HashedPolicy.Of($"trust of {role.LogicalId}{(taggingAs is null ? string.Empty : ", session tags")}", trust);
    }

    /// <summary>An action as a pattern, of which only counts whether it means tagging; one that nobody asks for takes the place of any other.</summary>
    private static JsonNode TaggingAsAssuming(string action, string assume) =>
        FileSystemName.MatchesSimpleExpression(action.Replace("\\", "\\\\", StringComparison.Ordinal), "sts:TagSession")
            ? assume
            : "sts:AssumeRole";

    private static IReadOnlyList<NamedPolicy> OfRole(Resource? role, Deployed deployed)
    {
        // A role that is gone, or has changed its name, takes its sessions' rights with it.
        if (role is null)
            return [];
        var policies = TemplatePolicies.OfRole(deployed, role);
        var aws = policies.Unread.Where(u => !u.IsBoundary).Select(u => AwsPolicies.Find(u.Arn)).OfType<NamedPolicy>();
        return
            policies.Unread.FirstOrDefault(u =>
                u.IsBoundary || (AwsPolicies.Find(u.Arn) is null && !u.Arn.EndsWith(LogsOnly, StringComparison.Ordinal))
            )
                is { } unread
            ? throw new UnjudgeablePolicyException($"{role.LogicalId} has {unread}")
            : [.. policies.Read, .. aws];
    }
}
