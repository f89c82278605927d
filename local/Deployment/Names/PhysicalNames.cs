using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Deployment.Templates;

namespace CognitoStack.Local.Deployment.Names;

/// <summary>Gives resources their names, ARNs and attributes, as CloudFormation and the services would.</summary>
internal sealed partial class PhysicalNames(KeptNames kept, string account, string region, TimeProvider time)
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Small = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string All = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>ARN of a stack; constructs take the GUID in it for something unique.</summary>
    public string StackId(string stack) => $"arn:aws:cloudformation:{region}:{account}:stack/{stack}/{kept.Keep(Key(stack), "AWS::StackId", "Name", () => Guid.NewGuid().ToString())}";

    /// <summary>Names a resource.</summary>
    public Resource Name(Place at, string id, string type, JsonObject properties)
    {
        var (naming, stack) = (NamedTypes.Of(type), Key(at.Stack));
        var before = kept.Keep(stack, id, "Type", () => type);
        if (before != type)
            throw at.Error($"it was an {before} and is now an {type}; CloudFormation does not permit to change the type of a resource. Give it another logical ID, or start anew with --fresh.");

        var name = naming.Given is { } property && properties[property] is { } given ? given.ToString() : kept.Keep(stack, id, "Name", () => Random(naming, at.Stack, id));
        var values = new Dictionary<string, string?> { ["account"] = account, ["region"] = region, ["name"] = name, ["relative"] = name.TrimStart('/'), ["host"] = name.Replace("https://", string.Empty, StringComparison.Ordinal) };
        if (properties["FunctionName"] is { } function) values["function"] = function.ToString().Split(":function:")[^1];
        if (naming.Attributes.ContainsKey("StreamArn")) values["created"] = kept.Keep(stack, id, "Created", () => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture));
        var arn = values["arn"] = Fill(naming.Arn, values, properties) ?? string.Empty;

        var attributes = new Dictionary<string, string>();
        foreach (var (attribute, text) in naming.Attributes)
            if (Fill(text, values, properties) is { } value) attributes[attribute] = value;
        if (properties["GenerateSecret"]?.ToString() is "true" && type == "AWS::Cognito::UserPoolClient")
            attributes["ClientSecret"] = kept.Keep(stack, id, "ClientSecret", () => Random(Small, 52));
        if (type == "AWS::SSM::Parameter") Version(stack, id, properties, attributes);
        return new() { Stack = at.Stack, LogicalId = id, Type = type, Name = Fill(naming.Ref, values, properties) ?? name, Arn = arn, Attributes = attributes, Properties = properties };
    }

    // A parameter counts its values, and clients see the count.
    private void Version(string stack, string id, JsonObject properties, Dictionary<string, string> attributes)
    {
        string Now() => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        // A hash, since the value may be a secret that is kept elsewhere.
        var value = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(properties["Value"]?.ToString() ?? string.Empty)));
        attributes["Version"] = kept.Keep(stack, id, "Version", () => "1");
        attributes["LastModifiedDate"] = kept.Keep(stack, id, "LastModifiedDate", Now);
        if (kept.Keep(stack, id, "ValueHash", () => value) == value) return;
        kept.Set(stack, id, "ValueHash", value);
        kept.Set(stack, id, "Version", attributes["Version"] = (int.Parse(attributes["Version"], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
        kept.Set(stack, id, "LastModifiedDate", attributes["LastModifiedDate"] = Now());
    }

    // A stack in another Region is another stack.
    private string Key(string stack) => $"{region}/{stack}";

    private string Random(NamedType naming, string stack, string id) => naming.Form switch
    {
        NameForm.Guid => Guid.NewGuid().ToString(),
        NameForm.UserPool => $"{region}_{Random(All, 9)}",
        NameForm.UserPoolClient => Random(Small, 26),
        NameForm.IdentityPool => $"{region}:{Guid.NewGuid()}",
        NameForm.Bucket => Joined(stack, id, naming.Longest).ToLowerInvariant(),
        NameForm.Parameter => Joined("CFN", id, naming.Longest),
        _ => Joined(stack, id, naming.Longest),
    };

    // Too long a name is cut in both of its parts, as CloudFormation does.
    private static string Joined(string stack, string id, int longest)
    {
        var room = longest - 14;
        var ofStack = Math.Min(stack.Length, Math.Max(room / 2, room - id.Length));
        return $"{stack[..ofStack].TrimEnd('-')}-{id[..Math.Min(id.Length, room - ofStack)]}-{Random(Capitals, 12)}";
    }

    private static string Random(string characters, int count) => RandomNumberGenerator.GetString(characters, count);

    /// <summary>Fills in a text; null where something is not set.</summary>
    private static string? Fill(string text, Dictionary<string, string?> values, JsonObject properties)
    {
        var isWhole = true;
        var filled = Braces().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            var value = values.GetValueOrDefault(name) ?? properties[name]?.ToString() ?? (name == "Path" ? "/" : null);
            isWhole &= value is not null;
            return value ?? string.Empty;
        });
        return isWhole ? filled : null;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();
}
