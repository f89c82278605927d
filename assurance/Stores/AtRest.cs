using System.Globalization;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Principals;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Stores;

/// <summary>What is kept is encrypted as the file says, does not get lost, and is open to nobody.</summary>
internal sealed class AtRest(EnvironmentConfiguration environment, TemplateSet templates)
{
    private const string Retain = "Retain";
    private const string On = "true";

    /// <summary>What a bucket must refuse, so that no policy and no ACL makes anything public.</summary>
    private static readonly string[] Blocked = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];

    /// <summary>What is wrong with the place of something that is kept.</summary>
    public IEnumerable<Difference> Of(Holding holding) => [.. Encrypted(holding), .. Lasting(holding), .. Closed(holding)];

    private IEnumerable<Difference> Encrypted(Holding holding)
    {
        var resource = holding.Resource;
        if (resource.Type == StoreTypes.Key)
        {
            if (resource.Text("EnableKeyRotation") != On)
                yield return Differs(holding, "is encrypted by", "a key that is rotated every year", "one that never is");
            if (resource.Text("Enabled") == "false")
                yield return Differs(holding, "is encrypted by", "a key that can be used", "one that is switched off");
            if (resource.Text("MultiRegion") == On)
                yield return Differs(holding, "is encrypted by", "a key of this Region alone", "one that other Regions may have too");
            yield break;
        }

        var got = Encryption.Of(resource);
        if (got != holding.Meant)
            yield return Differs(holding, "is encrypted by", $"{holding.Meant} ({holding.Because} of the file)", $"{got}");
        else if (got.Owner == KeyOwner.Customer)
        {
            if (templates.FindByArn(got.KeyArn ?? "") is not { Type: StoreTypes.Key } key)
                yield return Differs(holding, "is encrypted by", "a key of the templates", $"{got}, which no template makes");
            else if (holding.IsLasting && key.DeletionPolicy != Retain)
                yield return Differs(holding, "is encrypted by", "a key that lasts as long", $"{key.LogicalId}, which goes with its stack");
        }
    }

    private IEnumerable<Difference> Lasting(Holding holding)
    {
        var resource = holding.Resource;
        if (environment.Production && holding.IsLasting && !IsAdopted(resource))
        {
            foreach (
                var (moment, policy) in new[]
                {
                    ("when its stack goes", resource.DeletionPolicy),
                    ("when an update replaces it", resource.UpdateReplacePolicy),
                }
            )
                if (policy != Retain)
                    yield return Differs(holding, $"{moment}, is", "kept, as it is production's", "deleted");
            if (resource.Type == StoreTypes.UserPool && resource.Text("DeletionProtection") != "ACTIVE")
                yield return Differs(holding, "is deleted by", "nobody at once (DeletionProtection)", "whoever may");
            if (resource.Type == StoreTypes.Table && resource.Text("DeletionProtectionEnabled") != On)
                yield return Differs(holding, "is deleted by", "nobody at once (DeletionProtectionEnabled)", "whoever may");
        }

        if (
            resource.Type == StoreTypes.Table
            && resource.Properties["PointInTimeRecoverySpecification"]?["PointInTimeRecoveryEnabled"]?.ToString() != On
        )
            yield return Differs(holding, "goes back to", "any second of the last 35 days", "nothing");
        if (resource.Type != StoreTypes.Bucket || !holding.IsOfUsers)
            yield break;
        if (resource.Properties["VersioningConfiguration"]?["Status"]?.ToString() != "Enabled")
            yield return Differs(holding, "goes back to", "earlier versions", "nothing");
        foreach (var days in Retention.Expirations(resource))
            yield return Differs(holding, "expires after", "no time: it is users'", $"{days} days");
    }

    private static IEnumerable<Difference> Closed(Holding holding)
    {
        var resource = holding.Resource;
        foreach (
            var door in Door.Of(resource).Where(d => d.Principals.Any(p => p is { Kind: "AWS", Value: "*" } or { Kind: "NotPrincipal" }))
        )
            yield return Differs(holding, "is open to", "nobody by its own policy", $"everybody: {door.Statement.ToJsonString()}");
        if (resource.Type != StoreTypes.Bucket)
            yield break;
        var block = resource.Properties["PublicAccessBlockConfiguration"];
        foreach (var flag in Blocked.Where(f => block?[f]?.ToString() != On))
            yield return Differs(holding, "may be made public by", $"nothing ({flag})", "a policy or an ACL");
        if (resource.Properties["OwnershipControls"]?["Rules"]?[0]?["ObjectOwnership"]?.ToString() != "BucketOwnerEnforced")
            yield return Differs(holding, "may be made public by", "nothing (BucketOwnerEnforced)", "ACLs of its objects");
        if (resource.Properties["WebsiteConfiguration"] is not null)
            yield return Differs(holding, "is open to", "callers of S3 alone", "whoever reads its website, without TLS");
    }

    private bool IsAdopted(Resource resource) => resource.Type == StoreTypes.UserPool && environment.UserPool.Adopt is not null;

    internal static Difference Differs(Holding holding, string what, string expected, string got) =>
        new(holding.Resource.LogicalId, what, $"{holding.What} ({holding.Resource.Type})", expected, got, string.Empty);
}

/// <summary>How long something is kept.</summary>
internal static class Retention
{
    /// <summary>For people; empty where it is kept until somebody deletes it.</summary>
    public static string Of(Resource resource) =>
        resource.Type switch
        {
            StoreTypes.LogGroup => resource.Text("RetentionInDays") is { } days ? $"{days} days" : string.Empty,
            StoreTypes.Bucket => string.Join(", ", Expirations(resource).Select(d => $"{d} days")),
            StoreTypes.Table when resource.Properties["TimeToLiveSpecification"]?["AttributeName"] is { } attribute =>
                $"until the time in {attribute}",
            _ => string.Empty,
        };

    /// <summary>Days after which objects of a bucket go.</summary>
    public static IEnumerable<string> Expirations(Resource bucket) =>
        (bucket.Properties["LifecycleConfiguration"]?["Rules"]?.AsArray() ?? [])
            .Select(r =>
                r!["ExpirationInDays"]?.ToString() ?? (r["ExpirationDate"] is null ? null : 0.ToString(CultureInfo.InvariantCulture))
            )
            .OfType<string>();
}
