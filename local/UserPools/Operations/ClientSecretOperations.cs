using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators give an app client a second secret, and take the first one away.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "AddUserPoolClientSecret", "ListUserPoolClientSecrets", "DeleteUserPoolClientSecret"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html).</remarks>
internal sealed partial class ClientSecretOperations(ClientSecrets secrets, TimeProvider time) : IOperations, IDisposable
{
    private const int Most = 2;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private readonly SemaphoreSlim changing = new(1, 1);

    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AddUserPoolClientSecret"] = call => ChangingAsync(() => AddAsync(call)),
            ["ListUserPoolClientSecrets"] = call =>
                Task.FromResult(new JsonObject { ["ClientSecrets"] = new JsonArray([.. Of(Confidential(call)).Select(s => Describe(s))]) }),
            ["DeleteUserPoolClientSecret"] = call => ChangingAsync(() => DeleteAsync(call)),
        };

    public void Dispose() => changing.Dispose();

    private async Task<JsonObject> AddAsync(Call call)
    {
        var client = Confidential(call);
        var given = call.Text("ClientSecret");
        if (given is not null && !Acceptable().IsMatch(given))
            throw Error.InvalidParameter(
                "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]{24,64}"
            );
        var current = Of(client);
        if (current.Length >= Most)
            throw new AwsException("LimitExceededException", $"An app client has at most {Most} secrets.");
        var now = time.GetUtcNow();
        var id = IdOf(client, now);
        // Two within a second are two all the same.
        while (current.Any(s => s.Id == id))
            id = IdOf(client, now = now.AddSeconds(1));
        var added = new ClientSecret(id, given ?? RandomNumberGenerator.GetString(Letters, 52), now);
        await secrets.SetAsync(client.Id, [.. current, added]);
        var described = Describe(added);
        if (given is null)
            described["ClientSecretValue"] = added.Value;
        return new() { ["ClientSecretDescriptor"] = described };
    }

    private async Task<JsonObject> DeleteAsync(Call call)
    {
        var client = Confidential(call);
        var id = call.Required("ClientSecretId");
        var current = Of(client);
        if (current.All(s => s.Id != id))
            throw Error.NotFound($"Client secret {id} does not exist.");
        if (current.Length == 1)
            throw Error.InvalidParameter("The last secret of an app client cannot be deleted.");
        await secrets.SetAsync(client.Id, [.. current.Where(s => s.Id != id)]);
        return [];
    }

    private ImmutableArray<ClientSecret> Of(AppClient client) =>
        secrets.Of(client.Id) is { Length: > 0 } kept
            ? kept
            : [new(IdOf(client, DateTimeOffset.UnixEpoch), client.DeployedSecret!, DateTimeOffset.UnixEpoch)];

    private static AppClient Confidential(Call call) =>
        call.PoolAndClientScope().RequiredClient is { DeployedSecret: not null } client
            ? client
            : throw Error.InvalidParameter("The app client has no secret: it is a public one.");

    private static string IdOf(AppClient client, DateTimeOffset made) => $"{client.Id}--{made.ToUnixTimeMilliseconds()}";

    private static JsonObject Describe(ClientSecret secret) =>
        new() { ["ClientSecretId"] = secret.Id, ["ClientSecretCreateDate"] = UserJson.Seconds(secret.Created) };

    private async Task<JsonObject> ChangingAsync(Func<Task<JsonObject>> change)
    {
        await changing.WaitAsync();
        try
        {
            return await change();
        }
        finally
        {
            changing.Release();
        }
    }

    [GeneratedRegex(@"^[\w+]{24,64}$")]
    private static partial Regex Acceptable();
}
