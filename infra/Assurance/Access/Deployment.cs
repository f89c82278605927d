using System.Text.Json.Nodes;

namespace CognitoStack.Assurance.Access;

/// <summary>What the templates say about access: buckets and tables with their policies, roles, and the identity pool that gives them.</summary>
public sealed class Deployment
{
    /// <summary>Reads the templates.</summary>
    public Deployment(TemplateSet templates)
    {
        Templates = templates;
        Buckets = [.. templates.OfType("AWS::S3::Bucket").Select(b => new DeployedBucket(b, PolicyOf("AWS::S3::BucketPolicy", "Bucket", b), KeyOf(b)))];
        Tables = [.. templates.OfType("AWS::DynamoDB::Table").Select(t => new DeployedTable(t, t.Properties["ResourcePolicy"]?["PolicyDocument"]?.AsObject()))];
        Roles = [.. templates.OfType("AWS::IAM::Role").Select(r => new DeployedRole(r, r.Properties["AssumeRolePolicyDocument"]!.AsObject(), [.. PoliciesOf(r)]))];
        IdentityPool = templates.OfType("AWS::Cognito::IdentityPool").Take(2).ToList() is [var pool]
            ? pool : throw new UnreadableTemplateException("There is not exactly one identity pool.");
        Attachment = templates.OfType("AWS::Cognito::IdentityPoolRoleAttachment").Take(2).ToList() is [var attachment]
            ? attachment : throw new UnreadableTemplateException("There is not exactly one role attachment of the identity pool.");
    }

    /// <summary>The templates.</summary>
    public TemplateSet Templates { get; }

    /// <summary>Every bucket.</summary>
    public IReadOnlyList<DeployedBucket> Buckets { get; }

    /// <summary>Every table.</summary>
    public IReadOnlyList<DeployedTable> Tables { get; }

    /// <summary>Every role, those of functions included.</summary>
    public IReadOnlyList<DeployedRole> Roles { get; }

    /// <summary>Roles that trust Cognito identities.</summary>
    public IEnumerable<DeployedRole> UserRoles => Roles.Where(r => AwsNames.NamesIdentities(r.Trust.ToJsonString()));

    /// <summary>The identity pool.</summary>
    public TemplateResource IdentityPool { get; }

    /// <summary>Which identity gets which role.</summary>
    public TemplateResource Attachment { get; }

    /// <summary>Resource policy of whatever the ARN names; null where it has none.</summary>
    public JsonObject? KeyPolicy(string arn) => Templates.OfType("AWS::KMS::Key").FirstOrDefault(k => k.Arn == arn)?.Properties["KeyPolicy"]?.AsObject();

    private JsonObject? PolicyOf(string type, string property, TemplateResource owner)
    {
        var documents = Templates.OfType(type).Where(p => p.Text(property) == owner.Name).Select(p => p.Properties["PolicyDocument"]!.AsObject()).ToList();
        return documents.Count switch
        {
            0 => null,
            1 => documents[0],
            _ => throw new UnreadableTemplateException($"{owner.LogicalId} has {documents.Count} policies of type {type}; the last one deployed would win."),
        };
    }

    private string? KeyOf(TemplateResource bucket)
    {
        var byDefault = bucket.Properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"]?[0]?["ServerSideEncryptionByDefault"];
        var id = byDefault?["KMSMasterKeyID"]?.ToString();
        return id is null ? null : Templates.OfType("AWS::KMS::Key").FirstOrDefault(k => k.Arn == id || k.Name == id)?.Arn ?? id;
    }

    private IEnumerable<NamedPolicy> PoliciesOf(TemplateResource role)
    {
        foreach (var policy in role.Properties["Policies"]?.AsArray() ?? [])
            yield return new($"{role.LogicalId}/{policy!["PolicyName"]}", policy["PolicyDocument"]!.AsObject());
        foreach (var policy in Templates.Resources.Where(r => r.Type is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy" or "AWS::IAM::RolePolicy"))
        {
            var named = policy.Properties[nameof(Roles)]?.AsArray().Any(r => r!.ToString() == role.Name) == true || policy.Text("RoleName") == role.Name;
            var listed = role.Properties["ManagedPolicyArns"]?.AsArray().Any(a => a!.ToString() == policy.Name) == true;
            if (named || listed) yield return new(policy.LogicalId, policy.Properties["PolicyDocument"]!.AsObject());
        }
    }
}

/// <summary>A policy document and where it stands.</summary>
public sealed record NamedPolicy(string Name, JsonObject Document)
{
    /// <summary>Its statements.</summary>
    public IEnumerable<JsonObject> Statements => Document["Statement"] switch
    {
        JsonArray many => many.Select(s => s!.AsObject()),
        JsonObject one => [one],
        _ => [],
    };
}

/// <summary>A bucket, its policy, and the key that encrypts it where that is a customer's.</summary>
public sealed record DeployedBucket(TemplateResource Resource, JsonObject? Policy, string? KeyArn)
{
    /// <summary>Whether S3 refuses policies that would make it public (<c>RestrictPublicBuckets</c>).</summary>
    public bool RestrictsPublic => Resource.Properties["PublicAccessBlockConfiguration"]?["RestrictPublicBuckets"]?.ToString() is "true";
}

/// <summary>A table and its resource policy.</summary>
public sealed record DeployedTable(TemplateResource Resource, JsonObject? Policy);

/// <summary>A role: who may take it on, and what it may do then.</summary>
public sealed record DeployedRole(TemplateResource Resource, JsonObject Trust, IReadOnlyList<NamedPolicy> Policies)
{
    /// <summary>Managed policies that no template holds, and nobody here can read.</summary>
    public IEnumerable<string> UnreadPolicies =>
        (Resource.Properties["ManagedPolicyArns"]?.AsArray() ?? []).Select(a => a!.ToString()).Where(a => a.Contains(":iam::aws:", StringComparison.Ordinal));
}
