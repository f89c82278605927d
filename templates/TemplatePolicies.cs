using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>A policy document and where it stands.</summary>
/// <param name="Name">Where.</param>
/// <param name="Document">What it says.</param>
public sealed record NamedPolicy(string Name, JsonObject Document)
{
    /// <summary>Its statements.</summary>
    public IEnumerable<JsonObject> Statements => TemplatePolicies.Statements(Document, Name);
}

/// <summary>The policies of a role, and those that nobody here can read.</summary>
/// <param name="Read">Those that templates hold.</param>
/// <param name="Unread">Managed policies that no template holds, and a boundary of permissions, each in words that follow "has".</param>
public sealed record RolePolicies(IReadOnlyList<NamedPolicy> Read, IReadOnlyList<UnreadPolicy> Unread);

/// <summary>A policy that nobody here can read.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="IsBoundary">Whether it is the boundary of a role's permissions.</param>
public sealed record UnreadPolicy(string Arn, bool IsBoundary = false)
{
    /// <summary>In words that follow "the role has".</summary>
    public override string ToString() => IsBoundary ? "a permissions boundary" : $"the managed policy {Arn}";
}

/// <summary>Finds the policies of roles and resources among templates.</summary>
public static class TemplatePolicies
{
    /// <summary>Statements of a policy document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">Name of the policy, for errors.</param>
    /// <exception cref="TemplateException">A statement, or its condition, is no object: nobody can tell what it says.</exception>
    public static IEnumerable<JsonObject> Statements(JsonObject document, string name = "a policy")
    {
        ArgumentNullException.ThrowIfNull(document);
        return document["Statement"] switch
        {
            null => [],
            JsonArray many => many.Select(s => Statement(s, name)),
            var one => [Statement(one, name)],
        };
    }

    /// <summary>Texts of an element that may be one or many: actions, resources, values of a condition.</summary>
    public static IEnumerable<string> Texts(JsonNode? element) =>
        element switch
        {
            JsonArray many => many.Select(n => n!.ToString()),
            null => [],
            _ => [element.ToString()],
        };

    /// <summary>Policies of a role: its own, those attached to it, and the managed ones that it names.</summary>
    public static RolePolicies OfRole(TemplateSet set, Resource role)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(role);
        var policies = (role.Properties["Policies"]?.AsArray() ?? [])
            .Select(p => new NamedPolicy($"{role.LogicalId}/{p!["PolicyName"]}", p["PolicyDocument"]!.AsObject()))
            .ToList();
        var listed = (role.Properties["ManagedPolicyArns"]?.AsArray() ?? []).Select(a => a!.ToString()).ToHashSet();
        foreach (
            var policy in set.Resources.Where(r => r.Type is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy" or "AWS::IAM::RolePolicy")
        )
        {
            if (IsAttached(policy, role) | (policy.Type == "AWS::IAM::ManagedPolicy" && listed.Remove(policy.Arn)))
                policies.Add(new(policy.LogicalId, policy.Properties["PolicyDocument"]!.AsObject()));
        }

        var unread = listed.Select(arn => new UnreadPolicy(arn));
        return new(policies, role.Text("PermissionsBoundary") is { } boundary ? [.. unread, new(boundary, IsBoundary: true)] : [.. unread]);
    }

    /// <summary>Whether a policy says itself that it is for a role.</summary>
    public static bool IsAttached(Resource policy, Resource role)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(role);
        return policy.Properties["Roles"]?.AsArray().Any(r => r!.ToString() == role.Name) == true || policy.Text("RoleName") == role.Name;
    }

    /// <summary>The policy of a bucket, a table, a topic or a key; null where it has none.</summary>
    /// <exception cref="TemplateException">It has several, of which the last one deployed would win.</exception>
    public static JsonObject? OfResource(TemplateSet set, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Type switch
        {
            "AWS::S3::Bucket" => Only(set, resource, "AWS::S3::BucketPolicy", p => p.Text("Bucket") == resource.Name),
            "AWS::SNS::Topic" => Only(set, resource, "AWS::SNS::TopicPolicy", p => Texts(p.Properties["Topics"]).Contains(resource.Name)),
            "AWS::DynamoDB::Table" => resource.Properties["ResourcePolicy"]?["PolicyDocument"]?.AsObject(),
            "AWS::KMS::Key" => resource.Properties["KeyPolicy"]?.AsObject() ?? DefaultKeyPolicy(set),
            _ => null,
        };
    }

    private static JsonObject? Only(TemplateSet set, Resource resource, string type, Func<Resource, bool> isFor) =>
        set.OfType(type).Where(isFor).ToList() switch
        {
            [] => null,
            [var policy] => policy.Properties["PolicyDocument"]!.AsObject(),
            var several => throw new TemplatePlace(resource.Stack, resource.LogicalId).Error(
                $"{several.Count} policies are for this {resource.Type.Split("::")[^1].ToLowerInvariant()}: {string.Join(", ", several.Select(p => p.LogicalId))}. The last one deployed would win."
            ),
        };

    /// <summary>What KMS gives a key whose template has no policy: the account's policies decide.</summary>
    /// <remarks>Source: AWS KMS Developer Guide, "Default key policy" (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).</remarks>
    private static JsonObject DefaultKeyPolicy(TemplateSet set) =>
        new()
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(
                new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Principal"] = new JsonObject { ["AWS"] = $"arn:{set.Partition}:iam::{set.Account}:root" },
                    ["Action"] = "kms:*",
                    ["Resource"] = "*",
                }
            ),
        };

    private static JsonObject Statement(JsonNode? node, string name) =>
        node is JsonObject statement && statement["Condition"] is null or JsonObject
            ? (JsonObject)node!
            : throw new TemplateException(
                $"A statement of {name} is no object, or its Condition is none: {node?.ToJsonString() ?? "nothing"}"
            );
}
