using System.Text.Json.Nodes;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>What the templates say about access: buckets and tables with their policies, roles, and the identity pool that gives them.</summary>
public sealed class Deployment
{
    /// <summary>Reads the templates.</summary>
    public Deployment(TemplateSet templates)
    {
        Templates = templates;
        Buckets =
        [
            .. templates.OfType("AWS::S3::Bucket").Select(b => new DeployedBucket(b, TemplatePolicies.OfResource(templates, b), KeyOf(b))),
        ];
        Tables = [.. templates.OfType("AWS::DynamoDB::Table").Select(t => new DeployedTable(t, TemplatePolicies.OfResource(templates, t)))];
        Roles =
        [
            .. templates
                .OfType("AWS::IAM::Role")
                .Select(r => new DeployedRole(
                    r,
                    r.Properties["AssumeRolePolicyDocument"]!.AsObject(),
                    TemplatePolicies.OfRole(templates, r)
                )),
        ];
        IdentityPool = templates.OfType("AWS::Cognito::IdentityPool").Take(2).ToList() is [var pool]
            ? pool
            : throw new TemplateException("There is not exactly one identity pool.");
        Attachment = templates.OfType("AWS::Cognito::IdentityPoolRoleAttachment").Take(2).ToList() is [var attachment]
            ? attachment
            : throw new TemplateException("There is not exactly one role attachment of the identity pool.");
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
    public Resource IdentityPool { get; }

    /// <summary>Which identity gets which role.</summary>
    public Resource Attachment { get; }

    /// <summary>Resource policy of the key that an ARN names; null where there is none.</summary>
    public JsonObject? KeyPolicy(string arn) => Templates.FindByArn(arn) is { } key ? TemplatePolicies.OfResource(Templates, key) : null;

    private string? KeyOf(Resource bucket)
    {
        var byDefault = bucket.Properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"]?[0]?["ServerSideEncryptionByDefault"];
        var id = byDefault?["KMSMasterKeyID"]?.ToString();
        return id is null ? null : Templates.OfType("AWS::KMS::Key").FirstOrDefault(k => k.Arn == id || k.Name == id)?.Arn ?? id;
    }
}

/// <summary>A bucket, its policy, and the key that encrypts it where that is a customer's.</summary>
public sealed record DeployedBucket(Resource Resource, JsonObject? Policy, string? KeyArn)
{
    /// <summary>Whether S3 refuses policies that would make it public (<c>RestrictPublicBuckets</c>).</summary>
    public bool RestrictsPublic => Resource.Properties["PublicAccessBlockConfiguration"]?["RestrictPublicBuckets"]?.ToString() is "true";
}

/// <summary>A table and its resource policy.</summary>
public sealed record DeployedTable(Resource Resource, JsonObject? Policy);

/// <summary>A role: who may take it on, and what it may do then.</summary>
public sealed record DeployedRole(Resource Resource, JsonObject Trust, RolePolicies All)
{
    /// <summary>Policies that templates hold.</summary>
    public IReadOnlyList<NamedPolicy> Policies => All.Read;

    /// <summary>Policies that nobody here can read.</summary>
    public IReadOnlyList<UnreadPolicy> UnreadPolicies => All.Unread;
}
