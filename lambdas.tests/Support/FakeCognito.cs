using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.CognitoIdentityProvider;
using Amazon.Runtime;
using CognitoStack.Lambda.DynamoDb;
using CognitoStack.Lambda.PreAuthentication.Groups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A call as Cognito got it.</summary>
internal sealed record CognitoCall(string Operation, JsonObject Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>What Cognito answers.</summary>
internal sealed record CognitoReply(int Status, string Body, TimeSpan Delay = default)
{
    /// <summary>The body begins, and never ends, until the caller gives it up: then this happens.</summary>
    public Action? OnGivenUp { get; init; }

    public static CognitoReply Error(string type, int status = 400) =>
        new(status, new JsonObject { ["__type"] = type, ["message"] = $"This is {type}." }.ToJsonString());
}

/// <summary>A user pool on a port of this machine, as far as the functions know one.</summary>
internal sealed partial class FakeCognito : IAsyncDisposable
{
    private readonly ConcurrentQueue<CognitoCall> calls = new();
    private WebApplication server = null!;

    /// <summary>The pool's users, as <c>ListUsers</c> shows them.</summary>
    public List<JsonObject> Users { get; } = [];

    /// <summary>The groups of each user, a page each.</summary>
    public Dictionary<string, string[]> Groups { get; } = [];

    /// <summary>The parameter that has the ID of an app client with rules.</summary>
    public const string PortalParameter = "/cognitostack/test/ClientIdPortal";

    /// <summary>Parameters of the Parameter Store; the one there is names the client of the events.</summary>
    public ConcurrentDictionary<string, string> Parameters { get; } = new() { [PortalParameter] = "1example23456789" };

    /// <summary>The client's identity providers.</summary>
    public List<string> Providers { get; } = ["COGNITO", "Google"];

    /// <summary>Answers in the pool's place where it gives an answer.</summary>
    public Func<CognitoCall, CognitoReply?> Script { get; set; } = _ => null;

    public string Endpoint => server.Urls.Single();

    public IReadOnlyList<CognitoCall> Calls => [.. calls];

    public IEnumerable<string> Operations => calls.Select(call => call.Operation).Where(name => name is not ("GetUser" or "GetParameters"));

    public AmazonCognitoIdentityProviderClient Client => ClientOf(tries: 3);

    public static async Task<FakeCognito> StartAsync()
    {
        var cognito = new FakeCognito();
        cognito.server = await LocalServer.StartAsync(cognito.AnswerAsync);
        return cognito;
    }

    /// <summary>The IDs of app clients with rules, as the function reads them from here.</summary>
    public ClientIds ClientIds(TimeProvider? clock = null, params string[] parameters) =>
        new(
            new ParameterStoreClient(Dynalite.AccessTo(Endpoint)),
            parameters is [] ? [PortalParameter] : [.. parameters],
            clock ?? TimeProvider.System
        );

    public AmazonCognitoIdentityProviderClient ClientOf(int tries) =>
        new(
            new BasicAWSCredentials("local", "local"),
            new AmazonCognitoIdentityProviderConfig
            {
                ServiceURL = Endpoint,
                AuthenticationRegion = "eu-central-1",
                MaxErrorRetry = tries - 1,
            }
        );

    /// <summary>A confirmed native user with a verified address, with changes that one test needs.</summary>
    public JsonObject AddUser(
        string name,
        string email,
        string verified = "true",
        string status = "CONFIRMED",
        bool enabled = true,
        string? identities = null
    )
    {
        var attributes = new JsonArray(
            Attribute("sub", $"sub-of-{name}"),
            Attribute("email", email),
            Attribute("email_verified", verified)
        );
        if (identities is not null)
            attributes.Add(Attribute("identities", identities));
        var user = new JsonObject
        {
            ["Username"] = name,
            ["Enabled"] = enabled,
            ["UserStatus"] = status,
            ["Attributes"] = attributes,
        };
        Users.Add(user);
        return user;
    }

    public static string Identities(params (string Provider, string Subject)[] identities) =>
        new JsonArray([
            .. identities.Select(one => new JsonObject
            {
                ["providerName"] = one.Provider,
                ["userId"] = one.Subject,
                ["primary"] = false,
            }),
        ]).ToJsonString();

    /// <summary>Makes it a new pool, for a function that goes on.</summary>
    public void Reset()
    {
        calls.Clear();
        Users.Clear();
        Groups.Clear();
        Providers.Clear();
        Providers.AddRange(["COGNITO", "Google"]);
        Script = _ => null;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var operation = http.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        var body = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        var call = new CognitoCall(
            operation,
            body,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())
        );
        calls.Enqueue(call);
        var reply = Script(call) ?? new CognitoReply(200, Answer(call));
        await Task.Delay(reply.Delay);
        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = "application/x-amz-json-1.1";
        await http.Response.WriteAsync(reply.Body);
        if (reply.OnGivenUp is null)
            return;
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        reply.OnGivenUp();
    }

    private string Answer(CognitoCall call) =>
        call.Operation switch
        {
            "DescribeUserPoolClient" => new JsonObject
            {
                ["UserPoolClient"] = new JsonObject
                {
                    ["SupportedIdentityProviders"] = new JsonArray([.. Providers.Select(name => (JsonNode)name)]),
                },
            }.ToJsonString(),
            "GetParameters" => new JsonObject
            {
                [nameof(Parameters)] = new JsonArray([
                    .. call.Body["Names"]!
                        .AsArray()
                        .Select(name => (string)name!)
                        .Where(Parameters.ContainsKey)
                        .Select(name => new JsonObject { ["Name"] = name, ["Value"] = Parameters[name] }),
                ]),
            }.ToJsonString(),
            "AdminListGroupsForUser" => GroupsPage(
                (string)call.Body["Username"]!,
                (int?)call.Body["NextToken"]?.GetValue<string>().Length ?? 0
            ),
            "ListUsers" => new JsonObject
            {
                [nameof(Users)] = new JsonArray([.. Matches(call).Select(user => user.DeepClone())]),
            }.ToJsonString(),
            "AdminGetUser" => AsGetUser(Users.Single(user => (string?)user["Username"] == (string?)call.Body["Username"])),
            _ => "{}",
        };

    // One group a page; the token is as long as the number of pages read.
    private string GroupsPage(string user, int page)
    {
        var groups = Groups.GetValueOrDefault(user, []);
        var answer = new JsonObject
        {
            [nameof(Groups)] = new JsonArray([.. groups.Skip(page).Take(1).Select(name => new JsonObject { ["GroupName"] = name })]),
        };
        if (page + 1 < groups.Length)
            answer["NextToken"] = new string('x', page + 1);
        return answer.ToJsonString();
    }

    private IEnumerable<JsonObject> Matches(CognitoCall call)
    {
        var value = EmailFilter().Match((string)call.Body["Filter"]!);
        Assert.True(value.Success, $"Cognito would not understand {call.Body["Filter"]}");
        var email = value.Groups[1].Value.Replace("\\\"", "\"").Replace("\\\\", "\\");
        return Users.Where(user =>
            user["Attributes"]!
                .AsArray()
                .Any(attribute =>
                    (string?)attribute!["Name"] == "email"
                    && string.Equals((string?)attribute["Value"], email, StringComparison.OrdinalIgnoreCase)
                )
        );
    }

    private static string AsGetUser(JsonObject user)
    {
        var copy = user.DeepClone().AsObject();
        var attributes = copy["Attributes"];
        copy.Remove("Attributes");
        copy["UserAttributes"] = attributes;
        return copy.ToJsonString();
    }

    private static JsonObject Attribute(string name, string value) => new() { ["Name"] = name, ["Value"] = value };

    // A quote inside the value is escaped, or the value would end there.
    [GeneratedRegex("""^email = "((?:[^"\\]|\\["\\])*)"$""")]
    private static partial Regex EmailFilter();
}
