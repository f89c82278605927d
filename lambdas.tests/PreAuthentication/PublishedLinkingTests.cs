using System.Text.Json.Nodes;
using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

/// <summary>A gate that goes on from case to case, before a pool that is a new one for each.</summary>
public sealed class LinkingGate : IAsyncLifetime
{
    internal FakeCognito Cognito { get; private set; } = null!;

    internal PublishedFunction Function { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (PublishedFunction.WhyNotHere is not null)
            return;
        Cognito = await FakeCognito.StartAsync();
        Cognito.Parameters[FakeCognito.PortalParameter] = "2portal";
        Function = await PublishedFunction.StartAsync(
            "PreAuthentication",
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", Cognito.Endpoint),
            ("AWS_ENDPOINT_URL_SSM", Cognito.Endpoint),
            ("ON_FAILURE", "allow"),
            ("ALLOWED_GROUPS_BY_CLIENT", $$"""{"{{FakeCognito.PortalParameter}}":["admins"]}"""),
            ("LINK_TRUSTED_PROVIDERS", "Google,Okta"),
            ("LINK_SUBJECT_ATTRIBUTES", """{"Okta":"custom:subject"}""")
        );
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (Function is not null)
            await Function.DisposeAsync();
        if (Cognito is not null)
            await Cognito.DisposeAsync();
    }
}

/// <summary>What becomes of Jane's first sign-in through a provider.</summary>
public sealed class PublishedLinkingTests(LinkingGate gate) : IClassFixture<LinkingGate>
{
    private const string Subject = "104857600000000000001";
    private const string Link = "AdminLinkProviderForUser";

    // The client of the event is for everybody, and this one for a group.
    private static readonly Action<JsonNode> ThroughPortal = json => json["callerContext"]!["clientId"] = "2portal";

    private static readonly string FiveLinks = FakeCognito.Identities([.. "12345".Select(one => ("Google", $"{one}"))]);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["trusted, verified, one account"] = Linked(pool => pool.AddUser("jane", "Jane@gmail.com")),
        ["no account"] = Alone([], pool => pool.AddUser("john", "john@example.com")),
        ["a provider that is not trusted"] = Alone([], AddJane, With("userName", "facebook_1048")),
        ["a provider that could be another"] = Alone(
            ["providerNotTrusted"],
            pool =>
            {
                AddJane(pool);
                pool.Providers.Add("google");
            }
        ),
        ["an address that is not verified"] = Alone(["emailNotVerified"], AddJane, WithAttribute("email_verified", "false")),
        ["several accounts"] = Alone(
            ["severalDestinations"],
            pool =>
            {
                AddJane(pool);
                pool.AddUser("jane2", "jane@gmail.com");
            }
        ),
        ["several accounts on two pages"] = Alone(["severalDestinations"], AddJaneOnEachPage),
        ["an account that is disabled"] = Refused(
            ["linkDestinationDisabled"],
            pool => pool.AddUser("jane", "jane@gmail.com", enabled: false)
        ),
        ["an account that is not confirmed"] = Alone(
            ["destinationNotConfirmed"],
            pool => pool.AddUser("jane", "jane@gmail.com", status: "UNCONFIRMED")
        ),
        ["an account whose password is to be reset"] = Linked(pool => pool.AddUser("jane", "jane@gmail.com", status: "RESET_REQUIRED")),
        ["an account that an administrator made"] = Linked(pool => pool.AddUser("jane", "jane@gmail.com", status: "FORCE_CHANGE_PASSWORD")),
        ["an account that an administrator made, of an address that nobody vouches for"] = Alone(
            ["destinationEmailNotVerified"],
            pool => pool.AddUser("jane", "jane@gmail.com", verified: "false", status: "FORCE_CHANGE_PASSWORD")
        ),
        ["an account of another provider's"] = Alone(
            ["destinationIsExternal"],
            pool => pool.AddUser("jane", "jane@gmail.com", status: "EXTERNAL_PROVIDER")
        ),
        ["an account whose address is not verified"] = Alone(
            ["destinationEmailNotVerified"],
            pool => pool.AddUser("jane", "jane@gmail.com", verified: "false")
        ),
        ["an address that would change the question"] = Alone([], AddJane, WithAttribute("email", """x" or email ^= "jane""")),
        ["an answer of another address"] = Alone([], pool => Answer(pool, "ListUsers", AsPage(pool.AddUser("john", "john@example.com")))),
        ["a subject that its attribute spells"] = Linked(AddJane, With("userName", "okta_00uab"), WithAttribute("custom:subject", "00uAb")),
        ["a subject that nothing spells"] = Alone(["subjectCaseUnknown"], AddJane, With("userName", "okta_00uab")),
        ["a link under another spelling"] = Linked(
            pool => pool.AddUser("jane", "jane@gmail.com", identities: FakeCognito.Identities(("Okta", "00uab"))),
            With("userName", "okta_00uab"),
            WithAttribute("custom:subject", "00uAb")
        ),
        ["a link that is made"] = Alone(
            [],
            pool => pool.AddUser("jane", "jane@gmail.com", identities: FakeCognito.Identities(("Google", Subject)))
        ),
        ["a link that another attempt makes meanwhile"] = Linked(MakeTheLinkAndRefuse),
        ["five links"] = Alone(["tooManyLinks"], pool => pool.AddUser("jane", "jane@gmail.com", identities: FiveLinks)),
        ["five links, and a client of the account's group"] = Refused(
            ["tooManyLinks", "notInAllowedGroup"],
            pool => AddJaneOfPortal(pool, "admins", FiveLinks),
            ThroughPortal
        ),
        ["a client of the account's group"] = Linked(pool => AddJaneOfPortal(pool, "admins"), ThroughPortal),
        ["a client of another group"] = Refused(["notInAllowedGroup"], pool => AddJaneOfPortal(pool, "readers"), ThroughPortal),
        ["a client that is not described"] = Failing("DescribeUserPoolClient"),
        ["accounts that are not listed"] = Failing("ListUsers"),
        ["a link that is refused"] = Failing(Link) with { Links = 1 },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [PublishedTheory]
    [MemberData(nameof(Names))]
    public async Task A_first_sign_in_is_linked_passes_or_is_refused(string name)
    {
        var (pool, trigger) = (gate.Cognito, GoogleSignUp(Cases[name].Changes));
        pool.Reset();
        Cases[name].Prepare(pool);

        var answer = await gate.Function.InvokeAsync(trigger);

        var log = await gate.Function.ReadLogAsync();
        Assert.Equal(Cases[name].Reasons, log.Select(line => line.Text("reason")).OfType<string>());
        Assert.Equal(Cases[name].Refusal, answer.IsError ? answer.ErrorMessage : null);
        if (!answer.IsError)
            Assert.Equal(trigger, answer.Body);
        var links = pool.Calls.Where(call => call.Operation == Link).ToList();
        Assert.Equal(Cases[name].Links, links.Count);
        var subject = (string?)JsonNode.Parse(trigger)!["request"]!["userAttributes"]!["custom:subject"] ?? Subject;
        Assert.All(
            links,
            link =>
            {
                Assert.Equal("jane", (string?)link.Body["DestinationUser"]!["ProviderAttributeValue"]);
                Assert.Equal(subject, (string?)link.Body["SourceUser"]!["ProviderAttributeValue"]);
            }
        );
        Assert.Equal(
            Cases[name].Refusal == LambdaRuntime.GenericMessage ? ["linking"] : [],
            log.Where(line => (int?)line["GateFailures"] == 1).Select(line => line.Text("Check"))
        );
    }

    private static Case Linked(Action<FakeCognito> prepare, params Action<JsonNode>[] changes) => new(prepare, changes, Links: 1, [], null);

    private static Case Alone(string[] reasons, Action<FakeCognito> prepare, params Action<JsonNode>[] changes) =>
        new(prepare, changes, Links: 0, reasons, null);

    private static Case Refused(string[] reasons, Action<FakeCognito> prepare, params Action<JsonNode>[] changes) =>
        new(prepare, changes, Links: 0, reasons, PreAuthenticationHandler.RefusalMessage);

    private static Case Failing(string operation) =>
        new(
            pool =>
            {
                AddJane(pool);
                Answer(pool, operation, CognitoReply.Error("InvalidParameterException"));
            },
            [],
            Links: 0,
            ["linkingFailed"],
            LambdaRuntime.GenericMessage
        );

    private static void AddJane(FakeCognito pool) => pool.AddUser("jane", "jane@gmail.com");

    private static void AddJaneOfPortal(FakeCognito pool, string group, string? identities = null)
    {
        pool.AddUser("jane", "jane@gmail.com", identities: identities);
        pool.Groups["jane"] = [group];
    }

    private static void Answer(FakeCognito pool, string operation, CognitoReply reply) =>
        pool.Script = call => call.Operation == operation ? reply : null;

    private static void AddJaneOnEachPage(FakeCognito pool)
    {
        var first = AsPage(pool.AddUser("jane", "jane@gmail.com"), next: "2");
        pool.Script = call => call.Operation == "ListUsers" && call.Body["PaginationToken"] is null ? first : null;
    }

    private static CognitoReply AsPage(JsonObject user, string? next = null) =>
        new(200, new JsonObject { ["Users"] = new JsonArray(user.DeepClone()), ["PaginationToken"] = next }.ToJsonString());

    private static void MakeTheLinkAndRefuse(FakeCognito pool)
    {
        var jane = pool.AddUser("jane", "jane@gmail.com");
        pool.Script = call =>
        {
            if (call.Operation != Link)
                return null;
            jane["Attributes"]!
                .AsArray()
                .Add(new JsonObject { ["Name"] = "identities", ["Value"] = FakeCognito.Identities(("Google", Subject)) });
            return CognitoReply.Error("InvalidParameterException");
        };
    }

    private sealed record Case(Action<FakeCognito> Prepare, Action<JsonNode>[] Changes, int Links, string[] Reasons, string? Refusal);
}
