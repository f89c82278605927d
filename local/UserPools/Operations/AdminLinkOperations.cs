using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Federation;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators link accounts at other identity providers to users, and undo it.</summary>
internal sealed class AdminLinkOperations(Users users, Database database, TimeProvider time) : IOperations
{
    private const string Own = "Cognito";

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation> { ["AdminLinkProviderForUser"] = LinkAsync, ["AdminDisableProviderForUser"] = DisableAsync };

    private async Task<JsonObject> LinkAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        var (destination, source) = (call.RequiredObject("DestinationUser"), call.RequiredObject("SourceUser"));
        var provider = ProviderOf(pool, source);
        var subject = SubjectOf(source, "SourceUser");
        var user = DestinationOf(pool, destination);
        var identity = Identities.Make(provider, subject, issuer: null, isOwn: false, time.GetUtcNow());
        await users.ChangeAsync(pool, user, current => Link(current, identity), sql => CheckOnly(sql, pool, user, provider.Name, subject));
        return [];
    }

    /// <summary>Somebody's identity at a provider is theirs no more. The user pool is a provider, too: who is disabled there has no password any more.</summary>
    /// <remarks>Source: Amazon Cognito user pools API Reference, "AdminDisableProviderForUser"
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html).</remarks>
    private async Task<JsonObject> DisableAsync(Call call)
    {
        var pool = call.PoolScope().Pool;
        var disabled = call.RequiredObject("User");
        if (Text(disabled, "ProviderName") == Own)
        {
            await users.ChangeAsync(pool, users.Get(pool, Text(disabled, "ProviderAttributeValue")), user => user with { Password = null });
            return [];
        }
        var provider = ProviderOf(pool, disabled);
        var subject = SubjectOf(disabled, "User");
        var linked = database.Read(sql => sql.Owners(pool, provider.Name, subject).FirstOrDefault()) ?? throw Error.UserNotFound();
        await users.ChangeAsync(
            pool,
            linked,
            user =>
                Identities.With(
                    user,
                    [.. Identities.Of(user).Where(i => !Identities.Is(i, provider.Name, subject)).Select(i => i!.DeepClone())]
                )
        );
        return [];
    }

    private static PoolProvider ProviderOf(UserPool pool, JsonObject identity) =>
        pool.Providers.GetValueOrDefault(Text(identity, "ProviderName"))
        ?? throw Error.NotFound($"Identity provider {Text(identity, "ProviderName")} does not exist.");

    private static string SubjectOf(JsonObject identity, string member) =>
        Text(identity, "ProviderAttributeName") == "Cognito_Subject"
            ? Text(identity, "ProviderAttributeValue")
            : throw Error.InvalidParameter($"On this machine the ProviderAttributeName of the {member} is Cognito_Subject.");

    // The destination is a user of the pool by its name, or a federated one by its provider's.
    private User DestinationOf(UserPool pool, JsonObject destination)
    {
        var value = Text(destination, "ProviderAttributeValue");
        return Text(destination, "ProviderName") == Own
            ? users.Get(pool, value)
            : database.Read(sql => sql.Owners(pool, ProviderOf(pool, destination).Name, value).FirstOrDefault())
                ?? throw Error.UserNotFound();
    }

    private static User Link(User user, JsonObject identity)
    {
        var linked = Identities.Of(user);
        if (linked.Any(i => Identities.Is(i, identity["providerName"]!.ToString(), identity["userId"]!.ToString())))
            throw Error.InvalidParameter("SourceUser is already linked to DestinationUser");
        if (linked.Count(i => i!["primary"].Flag() != true) >= Identities.Most)
            throw new AwsException("LimitExceededException", $"A user has at most {Identities.Most} linked identities.");
        linked.Add(identity);
        return Identities.With(user, linked);
    }

    private static void CheckOnly(Sql sql, UserPool pool, User user, string provider, string subject)
    {
        if (sql.Owners(pool, provider, subject).Any(other => other.Username != user.Username))
            throw new AwsException("AliasExistsException", "SourceUser is already linked to another user.");
    }

    private static string Text(JsonObject user, string name) =>
        user[name]?.ToString() is { Length: > 0 } text ? text : throw Error.InvalidParameter($"Missing required parameter {name}");
}
