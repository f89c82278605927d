using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Front;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Recording;
using CognitoStack.Local.UserPools;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>User pools with nothing around them, one state folder a class of tests.</summary>
public sealed class PoolHost : IDisposable
{
    internal const string Password = "Correct-horse-7";

    private readonly string folder = Directory.CreateTempSubdirectory("userpools").FullName;
    private readonly IDataProtectionProvider protection = new EphemeralDataProtectionProvider();
    private ServiceProvider services;

    public PoolHost() => services = Start();

    internal FakeDeployment Deployment { get; } = new();
    internal FakeAuthorizer Authorizer { get; } = new();
    internal FakeFunctions Functions { get; } = new();
    internal FakeTimeProvider Time { get; } = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));

    /// <summary>Whom tokens name as their issuer from the next start on.</summary>
    internal PoolIssuer Issuer { get; set; } = PoolIssuer.Aws;

    /// <summary>What else a call says: from where it comes, and which risk it is to have.</summary>
    internal Func<JsonCall, JsonCall> Sent { get; set; } = call => call;

    internal IServiceProvider Services => services;
    internal string State => Path.Combine(folder, "users.db");

    /// <summary>Deploys a pool, with the clients <c>web</c> and <c>portal</c> (which has a secret).</summary>
    internal void Deploy(object? pool = null, object? client = null, params IEnumerable<Resource> others)
    {
        Functions.Events.Clear();
        Sent = call => call;
        Functions.Answer = null;
        Authorizer.Allows = true;
        Authorizer.Asked.Clear();
        Deployment.Current = new(
            "111122223333",
            "eu-west-1",
            [
                Templates.Resource("AWS::Cognito::UserPool", Templates.PoolId, Templates.Pool(pool), Templates.PoolArn),
                Templates.Resource("AWS::Cognito::UserPoolClient", "web", Templates.Client(client)),
                Templates.Resource("AWS::Cognito::UserPoolClient", "portal", Secret(Templates.Client(client))),
                .. others,
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );
    }

    /// <summary>Ends and starts again with the same state.</summary>
    internal void Restart()
    {
        services.Dispose();
        services = Start();
    }

    internal Task<JsonObject> CallAsync(string operation, object input, Caller? caller = null) =>
        services
            .GetServices<IJsonService>()
            .Single(s => s.SigningName == "cognito-idp")
            .InvokeAsync(
                Sent(new(operation, Templates.Json(input), caller ?? new Anonymous(), "127.0.0.1", "tests")),
                CancellationToken.None
            );

    internal Task<JsonObject> AdminAsync(string operation, object input)
    {
        var json = Templates.Json(input);
        json["UserPoolId"] = Templates.PoolId;
        return CallAsync(operation, json, new Administrator("111122223333"));
    }

    /// <summary>Calls, and must be refused with this error.</summary>
    internal async Task<string> RefusedAsync(string code, Func<Task> call)
    {
        var e = await Assert.ThrowsAsync<AwsException>(call);
        Assert.Equal((code, 400), (e.Code, e.Status));
        return e.Message;
    }

    internal Task<string> RefusedAsync(string code, string operation, object input) =>
        RefusedAsync(code, () => CallAsync(operation, input));

    internal Task<string> AdminRefusedAsync(string code, string operation, object input) =>
        RefusedAsync(code, () => AdminAsync(operation, input));

    /// <summary>Makes a confirmed user, and gives its address.</summary>
    internal async Task<string> UserAsync(string? tenant = null)
    {
        var email = NewEmail();
        await AdminAsync(
            "AdminCreateUser",
            new
            {
                Username = email,
                MessageAction = "SUPPRESS",
                UserAttributes = Attributes([
                    ("email", email),
                    ("email_verified", "true"),
                    .. tenant is null ? [] : new[] { ("custom:tenant", tenant) },
                ]),
            }
        );
        await AdminAsync(
            "AdminSetUserPassword",
            new
            {
                Username = email,
                Password,
                Permanent = true,
            }
        );
        return email;
    }

    internal static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    /// <summary>Begins to sign in.</summary>
    internal Task<JsonObject> BeginAsync(
        string flow,
        object parameters,
        string client = "web",
        string? session = null,
        object? metadata = null
    ) =>
        CallAsync(
            "InitiateAuth",
            new
            {
                ClientId = client,
                AuthFlow = flow,
                AuthParameters = parameters,
                Session = session,
                ClientMetadata = metadata,
            }
        );

    /// <summary>Answers a challenge.</summary>
    internal Task<JsonObject> RespondAsync(
        string challenge,
        object responses,
        string client = "web",
        string? session = null,
        object? metadata = null
    ) =>
        CallAsync(
            "RespondToAuthChallenge",
            new
            {
                ClientId = client,
                ChallengeName = challenge,
                Session = session,
                ChallengeResponses = responses,
                ClientMetadata = metadata,
            }
        );

    internal Task<JsonObject> SignInAsync(string name, string password = Password, object? clientMetadata = null) =>
        BeginAsync("USER_PASSWORD_AUTH", new { USERNAME = name, PASSWORD = password }, metadata: clientMetadata);

    /// <summary>Begins to sign in by SRP.</summary>
    internal async Task<(SrpClient Client, JsonObject Challenge)> ChallengeAsync(string name)
    {
        var client = new SrpClient();
        return (client, await BeginAsync("USER_SRP_AUTH", new { USERNAME = name, SRP_A = client.A }));
    }

    /// <summary>Signs in by SRP.</summary>
    internal async Task<JsonObject> SrpAsync(string name, string password = Password)
    {
        var (client, challenge) = await ChallengeAsync(name);
        Assert.Equal("PASSWORD_VERIFIER", challenge["ChallengeName"]!.ToString());
        return await RespondAsync("PASSWORD_VERIFIER", client.Answer(challenge, Templates.PoolId, password));
    }

    /// <summary>Signs in without challenges, and gives the tokens.</summary>
    internal async Task<(string Id, string Access, string Refresh)> TokensAsync(string name, string password = Password) =>
        Tokens(await SignInAsync(name, password));

    internal static (string Id, string Access, string Refresh) Tokens(JsonObject answer)
    {
        var result = answer["AuthenticationResult"]!.AsObject();
        return (result["IdToken"]!.ToString(), result["AccessToken"]!.ToString(), result["RefreshToken"]?.ToString() ?? "");
    }

    internal static JsonObject Claims(string token) => JsonNode.Parse(Base64Url(new JsonWebToken(token).EncodedPayload))!.AsObject();

    internal string Code(string email, string trigger) => Message(email, trigger)["code"]!.ToString();

    internal JsonObject Message(string email, string trigger) => Messages(email).Last(m => m["trigger"]!.ToString() == trigger);

    internal IEnumerable<JsonObject> Messages(string email) => services.GetRequiredService<Mailbox>().To(email).Select(m => m!.AsObject());

    internal static object[] Attributes(params (string Name, string Value)[] attributes) =>
        [.. attributes.Select(a => new { a.Name, a.Value })];

    internal static string? Attribute(JsonNode? list, string name) =>
        list!.AsArray().FirstOrDefault(a => a!["Name"]!.ToString() == name)?["Value"]!.ToString();

    public void Dispose()
    {
        services.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private ServiceProvider Start() =>
        new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(new StateFolder(folder))
            .AddSingleton<IDeployment>(Deployment)
            .AddSingleton<IResourceChanges>(Deployment)
            .AddSingleton<IAuthorizer>(Authorizer)
            .AddSingleton<IFunctions>(Functions)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new HostEndpoint(new Uri("http://127.0.0.1:4566")))
            .AddProviders(ProviderTargets.StandIns)
            .AddKms()
            .AddCloudWatch()
            .AddLogs()
            .AddFirewall()
            .AddUserPools(Issuer)
            .Record()
            .AddSingleton(protection)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

    private static JsonObject Secret(JsonObject client)
    {
        client["GenerateSecret"] = true;
        return client;
    }

    private static byte[] Base64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
