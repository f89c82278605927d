using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators link accounts at other identity providers to users, and undo it. Nobody signs in with them on this machine, but triggers may ask.</summary>
internal sealed class AdminLinkOperations(Users users, Database database, TimeProvider time) : IOperations
{
    private const int Most = 5;
    private const string Identities = "identities";

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations => new Dictionary<string, Operation> { ["AdminLinkProviderForUser"] = LinkAsync, ["AdminDisableProviderForUser"] = DisableAsync };

    private async Task<JsonObject> LinkAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        var (destination, source) = (call.RequiredObject("DestinationUser"), call.RequiredObject("SourceUser"));
        var provider = Text(source, "ProviderName");
        var type = TypeOf(pool, provider);
        if (Text(source, "ProviderAttributeName") != "Cognito_Subject")
            throw Error.InvalidParameter("On this machine the ProviderAttributeName of the SourceUser is Cognito_Subject.");
        if (Text(destination, "ProviderName") != "Cognito")
            throw Error.InvalidParameter("On this machine the DestinationUser is one of the user pool: its ProviderName is Cognito.");
        var subject = Text(source, "ProviderAttributeValue");
        var user = users.Get(pool, Text(destination, "ProviderAttributeValue"));
        var identity = new JsonObject
        {
            ["userId"] = subject, ["providerName"] = provider, ["providerType"] = type, ["issuer"] = null,
            ["primary"] = false, ["dateCreated"] = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await users.ChangeAsync(pool, user, current => Link(current, identity), sql => CheckOnly(sql, pool, user, provider, subject));
        return [];
    }

    /// <summary>Somebody's identity at a provider is theirs no more. The user pool is a provider, too: who is disabled there has no password any more.</summary>
    /// <remarks>Source: Amazon Cognito user pools API Reference, "AdminDisableProviderForUser".</remarks>
    private async Task<JsonObject> DisableAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        var disabled = call.RequiredObject("User");
        var (provider, subject) = (Text(disabled, "ProviderName"), Text(disabled, "ProviderAttributeValue"));
        if (provider == "Cognito")
        {
            await users.ChangeAsync(pool, users.Get(pool, subject), user => user with { Password = null });
            return [];
        }
        TypeOf(pool, provider);
        if (Text(disabled, "ProviderAttributeName") != "Cognito_Subject")
            throw Error.InvalidParameter("On this machine the ProviderAttributeName of the User is Cognito_Subject.");
        var linked = database.Read(sql => Linked(sql, pool, provider, subject).FirstOrDefault()) ?? throw Error.UserNotFound();
        await users.ChangeAsync(pool, linked, user => With(user, [.. Read(user).Where(i => !Is(i!, provider, subject)).Select(i => i!.DeepClone())]));
        return [];
    }

    private static string TypeOf(UserPool pool, string provider) => pool.Deployed.OfType("AWS::Cognito::UserPoolIdentityProvider")
        .FirstOrDefault(p => p.Text("UserPoolId") == pool.Id && p.Text("ProviderName") == provider)?.Text("ProviderType")
        ?? throw Error.NotFound($"Identity provider {provider} does not exist.");

    private static User With(User user, JsonArray identities) => user.With([KeyValuePair.Create(Identities, identities.Count > 0 ? identities.ToJsonString() : "")]);

    private static User Link(User user, JsonObject identity)
    {
        var linked = Read(user);
        if (linked.Any(i => Is(i!, identity["providerName"]!.ToString(), identity["userId"]!.ToString())))
            throw Error.InvalidParameter("SourceUser is already linked to DestinationUser");
        if (linked.Count >= Most)
            throw new AwsException("LimitExceededException", $"A user has at most {Most} linked identities.");
        linked.Add(identity);
        return With(user, linked);
    }

    private static void CheckOnly(Sql sql, UserPool pool, User user, string provider, string subject)
    {
        if (Linked(sql, pool, provider, subject).Any(other => other.Username != user.Username))
            throw new AwsException("AliasExistsException", "SourceUser is already linked to another user.");
    }

    private static IEnumerable<User> Linked(Sql sql, UserPool pool, string provider, string subject) => sql.Query(
        "SELECT document FROM users WHERE pool = $pool AND instr(json_extract(document, '$.Attributes.identities'), $provider) > 0",
        r => UserTable.Parse(r.GetString(0)),
        ("$pool", pool.Id), ("$provider", provider)).Where(user => Read(user).Any(i => Is(i!, provider, subject)));

    private static JsonArray Read(User user) => user[Identities] is { } text ? JsonNode.Parse(text)!.AsArray() : [];

    private static bool Is(JsonNode identity, string provider, string subject) =>
        identity["providerName"]?.ToString() == provider && identity["userId"]?.ToString() == subject;

    private static string Text(JsonObject user, string name) => user[name]?.ToString() is { Length: > 0 } text ? text : throw Error.InvalidParameter($"Missing required parameter {name}");
}
