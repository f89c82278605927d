using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>A request. No record: a copy must not take over the text that stands for the original.</summary>
public sealed class Question
{
    /// <summary>ARN of the session, name of the service, or <c>*</c> for somebody without credentials.</summary>
    public required string Principal { get; init; }

    /// <summary>Action, <c>service:Name</c>.</summary>
    public required string Action { get; init; }

    /// <summary>ARN that the action is on.</summary>
    public required string Resource { get; init; }

    /// <summary>Account of the resource.</summary>
    public required string Account { get; init; }

    /// <summary>Context keys.</summary>
    public JsonObject Context { get; init; } = [];

    /// <summary>Names of the policies of the principal.</summary>
    public IReadOnlyList<string> Identity { get; init; } = [];

    /// <summary>Name of the policy that cuts the session down, or null.</summary>
    public string? Session { get; init; }

    /// <summary>Name of the resource's policy, or null.</summary>
    public string? ResourcePolicy { get; init; }

    /// <summary>Whether S3 refuses access that a public policy gives.</summary>
    public bool RestrictsPublic { get; init; }

    /// <summary>The request without the policies, as one text.</summary>
    public string Text => field ??= string.Join('\n', Principal, Action, Resource, Account, Context.ToJsonString(), RestrictsPublic);

    /// <summary>The same request in another context.</summary>
    public Question In(JsonObject context) =>
        new()
        {
            Principal = Principal,
            Action = Action,
            Resource = Resource,
            Account = Account,
            Context = context,
            Identity = Identity,
            Session = Session,
            ResourcePolicy = ResourcePolicy,
            RestrictsPublic = RestrictsPublic,
        };
}
