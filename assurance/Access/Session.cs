using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Credentials of a subject, as they stand in requests: who they are, which policies they have, which tags they carry.</summary>
internal sealed class Session
{
    /// <summary>An account that is nobody's here.</summary>
    public const string StrangersAccount = "999988887777";

    /// <summary>Name of the policy that cuts guests' sessions down.</summary>
    public const string OfGuests = "session policy of guests";

    private Session(string principal) => Principal = principal;

    public string Principal { get; private init; }

    public IReadOnlyList<string> Policies { get; private init; } = [];

    public string? CutDownBy { get; private init; }

    public IReadOnlyDictionary<string, string> Tags { get; private init; } = new Dictionary<string, string>();

    /// <summary>Why nobody can tell what the credentials allow, or null.</summary>
    public string? Problem { get; private init; }

    public static Session Of(Subject subject, Deployment deployment, Interrogation interrogation)
    {
        if (subject.IsStranger)
            return new($"arn:{deployment.Templates.Partition}:sts::{StrangersAccount}:assumed-role/Stranger/session")
            {
                Policies = [interrogation.Policy("everything", Everything())],
            };
        var exchange = new IdentityExchange(deployment);
        if (subject.Caller is not { } caller || exchange.RoleOf(caller) is not { } arn)
            return new("*");
        var role =
            deployment.Roles.FirstOrDefault(r => r.Resource.Arn == arn)
            ?? throw new TemplateException($"The identity pool gives the role {arn}, which no stack has.");
        return new(PrincipalOf(deployment.Templates, role))
        {
            Policies =
            [
                .. role.Policies.Select(p =>
                    interrogation.Policy($"{p.Name}@{subject.Person.IdentityId}", Bind(p, subject.Person, deployment.Templates.Identities))
                ),
            ],
            CutDownBy = caller.IsGuest ? interrogation.Policy(OfGuests, GuestSessionPolicy.Document()) : null,
            Tags = exchange.TagsOf(caller),
            Problem = role.UnreadPolicies is [var unread, ..] ? $"the role has {unread}" : null,
        };
    }

    /// <summary>ARN of the sessions that the identity pool opens for a role.</summary>
    public static string PrincipalOf(TemplateSet templates, DeployedRole role) =>
        $"arn:{templates.Partition}:sts::{templates.Account}:assumed-role/{role.Resource.Name}/CognitoIdentityCredentials";

    /// <summary>Puts the identity in place of its variable: the evaluator does not know these keys in requests to S3 and DynamoDB.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="person">Whose identity it is.</param>
    /// <param name="service">What IAM calls the service of identity pools; a variable of any other name stands for nothing.</param>
    public static JsonObject Bind(NamedPolicy policy, Person person, string service)
    {
        var variables = $"${{{service}:";
        foreach (var statement in policy.Statements)
            if (
                statement["Condition"]
                    ?.AsObject()
                    .SelectMany(o => o.Value!.AsObject())
                    .Any(c => c.Key.StartsWith(variables[2..], StringComparison.OrdinalIgnoreCase)) == true
            )
                throw new TemplateException(
                    $"{policy.Name} has a condition on a key of {variables[2..^1]}, which requests cannot be judged by."
                );
        return JsonNode
            .Parse(policy.Document.ToJsonString().Replace($"{variables}sub}}", person.IdentityId, StringComparison.Ordinal))!
            .AsObject();
    }

    private static JsonObject Everything() =>
        JsonNode.Parse("""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }""")!.AsObject();
}
