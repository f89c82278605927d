using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.IdentityPools;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Tests.Recording;
using CognitoStack.Local.UserPools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.IdentityPools;

/// <summary>An identity pool in a folder of its own, with a user pool, four roles, and clients whose roles come from tokens (web), rules (mobile) and no mapping (plain).</summary>
internal sealed class World : IDisposable
{
    public const string Account = "111122223333";
    public const string PoolId = "us-east-1:00000000-0000-4000-8000-000000000001";
    public const string Provider = FakeUserPool.Provider;
    public const string Cognito = "cognito-identity.amazonaws.com";
    private readonly FakeDeployment deployment;
    private ServiceProvider services;

    public World(Action<JsonObject>? pool = null, Action<JsonObject>? attachment = null, params Resource[] more)
    {
        Users = new(Clock);
        deployment = new(
            new(
                Account,
                "us-east-1",
                [.. Resources(pool, attachment), .. more],
                new Dictionary<string, IReadOnlyDictionary<string, string>>()
            )
        );
        services = Start();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("identity").FullName;

    public FakeTimeProvider Clock { get; } = new(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Who answers for providers.</summary>
    public Dictionary<string, string> Targets { get; } = [];

    public FakeUserPool Users { get; }

    public TrustingAuthorizer Authorizer { get; } = new();

    public FakeIssuer Issuer { get; } = new();

    public FakeAuthenticator Authenticator { get; } = new();

    public RoleSession LastSession => Issuer.Sessions[^1];

    /// <summary>Another process on the same folder: what this one has not written is lost, as after a kill.</summary>
    public void Restart() => services = Start();

    /// <summary>Deploys the pool with other properties.</summary>
    public void Redeploy(Action<JsonObject> pool) =>
        deployment.Current = new(
            Account,
            "us-east-1",
            [.. Resources(pool, null)],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );

    public static string Role(string name) => $"arn:aws:iam::{Account}:role/{name}";

    public static JsonObject Logins(string token, string provider = Provider) => new() { [provider] = token };

    public Task<JsonObject> CallAsync(string operation, JsonObject input, Caller? caller = null) =>
        services
            .GetRequiredService<IJsonService>()
            .InvokeAsync(new(operation, input, caller ?? new Anonymous(), "127.0.0.1", "test"), CancellationToken.None);

    public async Task<string> GetIdAsync(JsonObject? logins = null) =>
        (await CallAsync("GetId", new() { ["IdentityPoolId"] = PoolId, ["Logins"] = logins }))["IdentityId"]!.ToString();

    public Task<JsonObject> GetCredentialsAsync(string identityId, JsonObject? logins = null, string? customRole = null) =>
        CallAsync(
            "GetCredentialsForIdentity",
            new()
            {
                ["IdentityId"] = identityId,
                ["Logins"] = logins,
                ["CustomRoleArn"] = customRole,
            }
        );

    /// <summary>Signs in and exchanges; gives the name of the role.</summary>
    public async Task<string> RoleOfAsync(string token, string? customRole = null)
    {
        await GetCredentialsAsync(await GetIdAsync(Logins(token)), Logins(token), customRole);
        return LastSession.RoleArn.Split('/')[^1];
    }

    public static async Task<AwsException> RefusedAsync(Func<Task> call, string code, string message)
    {
        var refusal = await Assert.ThrowsAsync<AwsException>(call);
        Assert.Equal((code, message), (refusal.Code, refusal.Message));
        return refusal;
    }

    public async Task<(int Status, XElement Body)> StsAsync(Dictionary<string, string> form, bool asQuery = false)
    {
        var http = new DefaultHttpContext();
        var encoded = await new FormUrlEncodedContent(form).ReadAsStringAsync();
        http.Request.Method = asQuery ? "GET" : "POST";
        if (asQuery)
            http.Request.QueryString = new($"?{encoded}");
        else
            http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(encoded));
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await services.GetRequiredService<IHttpService>().HandleAsync(http);
        Assert.Equal("text/xml", http.Response.ContentType);
        var document = XElement.Parse(Encoding.UTF8.GetString(answer.ToArray()));
        Assert.Equal("https://sts.amazonaws.com/doc/2011-06-15/", document.Name.NamespaceName);
        foreach (var element in document.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        Exchanges.Record("sts", form, document);
        return (http.Response.StatusCode, document);
    }

    public static Resource Made(string type, string name, string arn, JsonObject properties) =>
        new()
        {
            Stack = "Stack",
            LogicalId = name.Split(':')[0],
            Type = type,
            Name = name,
            Arn = arn,
            Properties = properties,
        };

    public static Resource RoleResource(string name, string federated, string prefix, string aud, string? amr, bool tags = true)
    {
        var condition = new JsonObject { ["StringEquals"] = new JsonObject { [$"{prefix}:aud"] = aud } };
        var assume = prefix == "SAML" ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
        if (amr is not null)
            condition["ForAnyValue:StringLike"] = new JsonObject { [$"{prefix}:amr"] = amr };
        return Made(
            "AWS::IAM::Role",
            name,
            Role(name),
            new()
            {
                ["MaxSessionDuration"] = 7200,
                ["AssumeRolePolicyDocument"] = new JsonObject
                {
                    ["Statement"] = new JsonArray(
                        new JsonObject
                        {
                            ["Action"] = tags ? new JsonArray(assume, "sts:TagSession") : assume,
                            ["Principal"] = new JsonObject { ["Federated"] = federated },
                            ["Condition"] = condition,
                        }
                    ),
                },
            }
        );
    }

    public void Dispose()
    {
        services.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private ServiceProvider Start() =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(new StateFolder(Folder))
            .AddSingleton<IDeployment>(deployment)
            .AddSingleton<IUserPoolTokens>(Users)
            .AddSingleton<IAuthorizer>(Authorizer)
            .AddSingleton<ICredentialIssuer>(Issuer)
            .AddSingleton<IRequestAuthenticator>(Authenticator)
            .AddSingleton(new HostEndpoint(new Uri("http://127.0.0.1:4566")))
            .AddProviders(new ProviderTargets(Targets))
            .AddIdentityPools()
            .Record()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

    private static IEnumerable<Resource> Resources(Action<JsonObject>? pool, Action<JsonObject>? attachment)
    {
        var properties = JsonNode
            .Parse(
                $$"""
                {
                  "IdentityPoolName": "pool", "AllowUnauthenticatedIdentities": true, "AllowClassicFlow": false,
                  "CognitoIdentityProviders": [
                    { "ClientId": "web", "ProviderName": "{{Provider}}", "ServerSideTokenCheck": true },
                    { "ClientId": "mobile", "ProviderName": "{{Provider}}", "ServerSideTokenCheck": true },
                    { "ClientId": "plain", "ProviderName": "{{Provider}}", "ServerSideTokenCheck": false }
                  ]
                }
                """
            )!
            .AsObject();
        pool?.Invoke(properties);
        yield return Made("AWS::Cognito::IdentityPool", PoolId, string.Empty, properties);
        var roles = JsonNode
            .Parse(
                $$"""
                {
                  "IdentityPoolId": "{{PoolId}}",
                  "Roles": { "authenticated": "{{Role("Member")}}", "unauthenticated": "{{Role("Guest")}}" },
                  "RoleMappings": {
                    "web": { "IdentityProvider": "{{Provider}}:web", "Type": "Token", "AmbiguousRoleResolution": "Deny" },
                    "mobile": {
                      "IdentityProvider": "{{Provider}}:mobile", "Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole",
                      "RulesConfiguration": { "Rules": [
                        { "Claim": "cognito:groups", "MatchType": "Contains", "Value": "admins", "RoleARN": "{{Role("Admin")}}" },
                        { "Claim": "custom:tier", "MatchType": "Equals", "Value": "gold", "RoleARN": "{{Role("Gold")}}" },
                        { "Claim": "custom:plan", "MatchType": "StartsWith", "Value": "gold-", "RoleARN": "{{Role("Gold")}}" },
                        { "Claim": "custom:region", "MatchType": "NotEqual", "Value": "eu", "RoleARN": "{{Role("Gold")}}" }
                      ] }
                    }
                  }
                }
                """
            )!
            .AsObject();
        attachment?.Invoke(roles);
        yield return Made("AWS::Cognito::IdentityPoolRoleAttachment", "Attachment", string.Empty, roles);
        yield return Made("AWS::Cognito::UserPool", "us-east-1_Users", string.Empty, []);
        yield return RoleResource("Guest", Cognito, Cognito, PoolId, "unauthenticated", tags: false);
        foreach (var name in new[] { "Member", "Gold", "Admin" })
            yield return RoleResource(name, Cognito, Cognito, PoolId, "authenticated");
        yield return RoleResource("OfAnotherPool", Cognito, Cognito, "us-east-1:00000000-0000-4000-8000-000000000002", "authenticated");
    }
}
