using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CognitoStack.Local.Deployment.Names;

/// <summary>Names as the services make them up, once for each resource: what goes by a name must be found again under it.</summary>
internal sealed class KeptResourceNames(KeptNames kept, string account, string region, TimeProvider time) : ResourceNames(account, region)
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Small = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string All = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly string region = region;

    protected override string StackGuid(string stack) => kept.Keep(Key(stack), "AWS::StackId", "Name", () => Guid.NewGuid().ToString());

    protected override string Made(NamedType naming, string stack, string id) =>
        kept.Keep(Key(stack), id, "Name", () => Random(naming, stack, id));

    protected override string Created(string stack, string id) =>
        kept.Keep(Key(stack), id, "Created", () => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture));

    protected override void Check(TemplatePlace at, string id, string type)
    {
        var before = kept.Keep(Key(at.Stack), id, "Type", () => type);
        if (before != type)
            throw at.Error(
                $"it was an {before} and is now an {type}; CloudFormation does not permit to change the type of a resource. Give it another logical ID, or start anew with --fresh."
            );
    }

    protected override void Extend(
        string stack,
        string id,
        string type,
        ResolvedProperties properties,
        Dictionary<string, string> attributes
    )
    {
        if (properties["GenerateSecret"]?.ToString() is "true" && type == "AWS::Cognito::UserPoolClient")
            attributes["ClientSecret"] = kept.Keep(Key(stack), id, "ClientSecret", () => Random(Small, 52));
        if (type == "AWS::SSM::Parameter")
            Version(Key(stack), id, properties, attributes);
    }

    // A parameter counts its values, and clients see the count.
    private void Version(string stack, string id, ResolvedProperties properties, Dictionary<string, string> attributes)
    {
        string Now() => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        // A hash, since the value may be a secret that is kept elsewhere.
        var value = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(properties["Value"]?.ToString() ?? string.Empty)));
        attributes["Version"] = kept.Keep(stack, id, "Version", () => "1");
        attributes["LastModifiedDate"] = kept.Keep(stack, id, "LastModifiedDate", Now);
        if (kept.Keep(stack, id, "ValueHash", () => value) == value)
            return;
        kept.Set(stack, id, "ValueHash", value);
        kept.Set(
            stack,
            id,
            "Version",
            attributes["Version"] = (int.Parse(attributes["Version"], CultureInfo.InvariantCulture) + 1).ToString(
                CultureInfo.InvariantCulture
            )
        );
        kept.Set(stack, id, "LastModifiedDate", attributes["LastModifiedDate"] = Now());
    }

    // A stack in another Region is another stack.
    private string Key(string stack) => $"{region}/{stack}";

    private string Random(NamedType naming, string stack, string id) =>
        naming.Form switch
        {
            NameForm.Uuid => Guid.NewGuid().ToString(),
            NameForm.UserPool => $"{region}_{Random(All, 9)}",
            NameForm.UserPoolClient => Random(Small, 26),
            NameForm.IdentityPool => $"{region}:{Guid.NewGuid()}",
            NameForm.Bucket => Joined(stack, id, naming.Longest).ToLowerInvariant(),
            NameForm.Parameter => Joined("CFN", id, naming.Longest),
            NameForm.Stack => Joined(stack, id, naming.Longest),
            _ => throw new ArgumentException($"A name has no form {naming.Form}.", nameof(naming)),
        };

    // Too long a name is cut in both of its parts, as CloudFormation does.
    private static string Joined(string stack, string id, int longest)
    {
        var room = longest - 14;
        var ofStack = Math.Min(stack.Length, Math.Max(room / 2, room - id.Length));
        return $"{stack[..ofStack].TrimEnd('-')}-{id[..Math.Min(id.Length, room - ofStack)]}-{Random(Capitals, 12)}";
    }

    private static string Random(string characters, int count) => RandomNumberGenerator.GetString(characters, count);
}
