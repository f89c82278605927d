using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;

namespace CognitoStack.Operate.Tests;

/// <summary>A user pool in memory, which answers as Cognito does and remembers what it was asked.</summary>
internal sealed class FakePool
{
    public const string Id = "eu-west-1_Fake";
    private static readonly string[] Known = ["sub", "email", "email_verified", "name", "phone_number"];

    public Dictionary<string, FakeUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);
    public List<string> Groups { get; } = ["admins", "staff"];
    public List<string> Providers { get; } = ["Google"];
    public string Mfa { get; set; } = "OFF";
    public List<(string Operation, JsonObject Input)> Asked { get; } = [];

    /// <summary>Fails a call before it is done; gets its operation and how many calls were before.</summary>
    public Action<string, int> Before { get; set; } = (_, _) => { };

    public Pace Pace => new(CallAsync, rate: 10_000);

    public int Count(string operation) => Asked.Count(a => a.Operation == operation);

    public FakeUser Add(string email, string status = "CONFIRMED")
    {
        var user = new FakeUser { Status = status };
        (user.Attributes["email"], user.Attributes["email_verified"]) = (email, "true");
        return Users[email] = user;
    }

    public Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancel)
    {
        lock (Asked)
        {
            cancel.ThrowIfCancellationRequested();
            Before(operation, Asked.Count);
            Asked.Add((operation, (JsonObject)input.DeepClone()));
            return Task.FromResult(Answer(operation, input));
        }
    }

    public static AwsError Refusal(string code) => new($"{code} of a test.", errorCode: code);

    private JsonObject Answer(string operation, JsonObject input)
    {
        var user = input["Username"]?.ToString() is { } name
            ? Users.GetValueOrDefault(name) ?? Users.Values.FirstOrDefault(u => u.Sub == name)
            : null;
        switch (operation)
        {
            case "DescribeUserPool":
                return new()
                {
                    ["UserPool"] = new JsonObject
                    {
                        ["EstimatedNumberOfUsers"] = Users.Count,
                        ["MfaConfiguration"] = Mfa,
                        ["UsernameAttributes"] = new JsonArray("email"),
                        ["AutoVerifiedAttributes"] = new JsonArray("email"),
                        ["SchemaAttributes"] = new JsonArray([.. Known.Select(n => new JsonObject { ["Name"] = n })]),
                    },
                };
            case "ListUsers":
                var start = int.Parse(input["PaginationToken"]?.ToString() ?? "0", CultureInfo.InvariantCulture);
                var page = new JsonObject
                {
                    [nameof(Users)] = new JsonArray([.. Users.Values.Skip(start).Take(60).Select(u => u.Describe("Attributes"))]),
                };
                if (start + 60 < Users.Count)
                    page["PaginationToken"] = $"{start + 60}";
                return page;
            case "ListGroups":
                return new() { [nameof(Groups)] = new JsonArray([.. Groups.Select(g => new JsonObject { ["GroupName"] = g })]) };
            case "ListUsersInGroup":
                var members = Users.Values.Where(u => u.Groups.Contains(input["GroupName"]!.ToString()));
                return new() { [nameof(Users)] = new JsonArray([.. members.Select(u => u.Describe("Attributes"))]) };
            case "ListIdentityProviders":
                return new() { [nameof(Providers)] = new JsonArray([.. Providers.Select(p => new JsonObject { ["ProviderName"] = p })]) };
            case "AdminGetUser":
                return (user ?? throw Refusal("UserNotFoundException")).Describe("UserAttributes");
            case "AdminCreateUser":
                if (user is not null)
                    throw Refusal("UsernameExistsException");
                var made = Add(input["Username"]!.ToString(), "FORCE_CHANGE_PASSWORD");
                foreach (var attribute in input["UserAttributes"]!.AsArray())
                    made.Attributes[attribute!["Name"]!.ToString()] = attribute["Value"]!.ToString();
                return [];
            case "AdminSetUserPassword":
                (user!.Password, user.Status) = (input["Password"]!.ToString(), "CONFIRMED");
                return [];
            case "AdminAddUserToGroup":
                user!.Groups.Add(input["GroupName"]!.ToString());
                return [];
            case "AdminDisableUser":
                user!.IsEnabled = false;
                return [];
            case "AdminLinkProviderForUser":
                var owner = Users.Values.Single(u => u.Sub == input["DestinationUser"]!["ProviderAttributeValue"]!.ToString());
                owner.Attributes["identities"] = new JsonArray(
                    new JsonObject
                    {
                        ["providerName"] = input["SourceUser"]!["ProviderName"]!.ToString(),
                        ["userId"] = input["SourceUser"]!["ProviderAttributeValue"]!.ToString(),
                    }
                ).ToJsonString();
                return [];
            default:
                throw Refusal("UnknownOperationException");
        }
    }
}

internal sealed class FakeUser
{
    public string Sub { get; } = Guid.NewGuid().ToString();
    public string Status { get; set; } = "";
    public bool IsEnabled { get; set; } = true;
    public string? Password { get; set; }
    public SortedDictionary<string, string> Attributes { get; } = [];
    public SortedSet<string> Groups { get; } = [];

    public JsonObject Describe(string attributes) =>
        new()
        {
            ["Username"] = Sub,
            ["UserStatus"] = Status,
            ["Enabled"] = IsEnabled,
            ["UserCreateDate"] = 1.5,
            [attributes] = new JsonArray([
                new JsonObject { ["Name"] = "sub", ["Value"] = Sub },
                .. Attributes.Select(a => new JsonObject { ["Name"] = a.Key, ["Value"] = a.Value }),
            ]),
        };
}

/// <summary>Looks away.</summary>
internal sealed class NoWatch : IWatch
{
    public void At(int done, int total) { }

    public void Say(string what) { }
}

/// <summary>A folder of a test's own.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string path = System.IO.Directory.CreateTempSubdirectory("operate").FullName;

    public FileInfo this[string name] => new(Path.Combine(path, name));

    public FileInfo Write(string name, params IEnumerable<string> lines)
    {
        var file = this[name];
        File.WriteAllText(file.FullName, string.Concat(lines.Select(l => l + "\n")));
        return file;
    }

    public void Dispose() => System.IO.Directory.Delete(path, recursive: true);
}
