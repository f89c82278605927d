using System.Text.RegularExpressions;

namespace CognitoStack.Configuration;

/// <summary>Rules of grants: each names one thing, keeps users apart by itself, or says that it does not.</summary>
internal static partial class GrantRules
{
    public static void Check(EnvironmentConfiguration environment, Findings findings)
    {
        foreach (var (name, role) in environment.Access.EffectiveRoles(environment.Storage))
        {
            for (var i = 0; i < role.Grants.Count; i++)
            {
                var path = JsonPath.Item(JsonPath.Property("$.access.roles", name) + ".grants", i);
                CheckTarget(environment.Storage, role.Grants[i], path, findings);
                CheckPlaceholders(environment.Access, role.Grants[i], path, findings);
                if (name == environment.Access.Guests)
                    CheckGuest(environment.Storage, role.Grants[i], path, findings);
                CheckSharing(role.Grants[i], path, name == environment.Access.Guests, findings);
            }
        }
    }

    private static void CheckTarget(StorageConfiguration storage, GrantConfiguration grant, string path, Findings findings)
    {
        if ((grant.Bucket is null) == (grant.Table is null))
        {
            findings.Error(
                path,
                grant.Bucket is null
                    ? "names neither a bucket nor a table. Name one."
                    : $"names the bucket \"{grant.Bucket}\" and the table \"{grant.Table}\". Make two grants.",
                path + ".bucket",
                path + ".table"
            );
            return;
        }

        if (grant.Bucket is not null)
        {
            RuleText.Exists(grant.Bucket, storage.Buckets.Keys, path + ".bucket", "$.storage.buckets", findings);
            if (grant.LeadingKey is not null)
                findings.Error(path + ".leadingKey", "is for tables, but the grant names a bucket. Use prefix.", path + ".bucket");
            else if (grant.Prefix is null)
                findings.Error(
                    path + ".prefix",
                    "is missing. Give the keys' prefix, such as \"users/{identityId}/\", or \"\" for the whole bucket."
                );
            if (
                grant.Prefix is { } prefix
                && (
                    prefix.StartsWith('/')
                    || prefix.Contains("//", StringComparison.Ordinal)
                    || prefix.Split('/').Any(s => s is "." or "..")
                )
            )
                findings.Error(path + ".prefix", $"\"{prefix}\" has an empty, \".\" or \"..\" part, which S3 takes literally. Remove it.");
        }
        else
        {
            RuleText.Exists(grant.Table!, storage.Tables.Keys, path + ".table", "$.storage.tables", findings);
            if (grant.Prefix is not null)
                findings.Error(path + ".prefix", "is for buckets, but the grant names a table. Use leadingKey.", path + ".table");
            else if (grant.LeadingKey is null)
                findings.Error(path + ".leadingKey", "is missing. Give the items' partition key, such as \"{identityId}\".");
        }
    }

    private static void CheckPlaceholders(AccessConfiguration access, GrantConfiguration grant, string path, Findings findings)
    {
        var (key, text) = grant.Prefix is not null
            ? (path + ".prefix", grant.Prefix)
            : (path + ".leadingKey", grant.LeadingKey ?? string.Empty);
        if (Placeholder().Replace(text, string.Empty).AsSpan().ContainsAny('{', '}'))
            findings.Error(key, $"\"{text}\" has a brace that is not part of a placeholder. Use {{identityId}} or {{tag:name}}.");
        foreach (Match match in Placeholder().Matches(text))
        {
            var name = match.Groups["name"].Value;
            if (name.StartsWith("tag:", StringComparison.Ordinal))
                RuleText.Exists(name[4..], access.PrincipalTags.Keys, key, "$.access.principalTags", findings);
            else if (name != "identityId")
                findings.Error(
                    key,
                    $"\"{{{name}}}\" is not a placeholder.{Suggestion.For(name, ["identityId", .. access.PrincipalTags.Keys.Select(t => "tag:" + t)])}"
                );
            var before = match.Index == 0 ? '/' : text[match.Index - 1];
            var after = match.Index + match.Length == text.Length ? '/' : text[match.Index + match.Length];
            if (!IsSeparator(before) || !IsSeparator(after))
                findings.Error(
                    key,
                    $"\"{text}\": {match.Value} must stand alone between separators (/ # :), or one user's value could run into another's."
                );
        }

        static bool IsSeparator(char c) => c is '/' or '#' or ':';
    }

    private static void CheckSharing(GrantConfiguration grant, string path, bool isGuest, Findings findings)
    {
        var place = (grant.Bucket, grant.Table) switch
        {
            (not null, null) => grant.Prefix,
            (null, not null) => grant.LeadingKey,
            _ => null,
        };
        if (grant.SharedWithRole || place is null || Placeholder().IsMatch(place))
            return;
        var what = grant.Bucket is not null
            ? $"prefix \"{place}\" of the bucket \"{grant.Bucket}\""
            : $"leading key \"{place}\" of the table \"{grant.Table}\"";
        if (grant.Access != AccessKind.Read)
            findings.Error(
                path,
                $"every user of the role may change what others wrote under the {what}. Put {{identityId}} or {{tag:…}} into it, or say \"sharedWithRole\": true."
            );
        else if (!isGuest && !IsPublic(place))
            findings.Error(
                path,
                $"every user of the role may read the {what}. Put {{identityId}} or {{tag:…}} into it, move it under \"public\", or say \"sharedWithRole\": true."
            );
        else if (isGuest && place.Length == 0)
            findings.Error(path, $"every visitor may read the {what}, which is all of it. Name a prefix, or say \"sharedWithRole\": true.");
    }

    /// <summary>Cognito cuts guests' sessions down to a list of services, and gives them no tags.</summary>
    private static void CheckGuest(StorageConfiguration storage, GrantConfiguration grant, string path, Findings findings)
    {
        if (grant.Tags.Count > 0)
            findings.Error(
                path,
                $"\"{grant.Place}\" is made of the tag \"{grant.Tags[0]}\", but guests have no token to take it from. Use {{identityId}}.",
                "$.access.guests"
            );
        if (grant.Bucket is not null && storage.Encryption == EncryptionKey.CustomerKey)
            findings.Error(
                path,
                $"guests cannot use a customer key: KMS is not among the services that Cognito allows them, so the objects of \"{grant.Bucket}\" stay unreadable. Make storage.encryption \"aws\", or remove the grant.",
                "$.storage.encryption",
                "$.access.guests"
            );
    }

    private static bool IsPublic(string place) => PublicPlace().IsMatch(place);

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^public([/#:]|$)")]
    private static partial Regex PublicPlace();
}
