using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;

namespace CognitoStack.Operate.Users;

/// <summary>Makes users one by one, and puts to them what only single calls do: groups, links, second factors. Doing it twice changes nothing.</summary>
internal sealed class UserWriter(Pace pools, PoolFacts facts, Directory? known = null)
{
    private const string Symbols = "!#%+-=?@^_";

    /// <summary>Makes a user, or completes the one who is there.</summary>
    /// <param name="number">Line of the file.</param>
    /// <param name="user">The user.</param>
    /// <param name="expectsThere">Whether a job is thought to have made it.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<Entry> WriteAsync(int number, UserLine user, bool expectsThere, CancellationToken cancel)
    {
        var entry = new Entry
        {
            Line = number,
            Username = user.Username,
            OldSub = user.Sub,
        };
        if (user.IsExternal)
            return entry with
            {
                Outcome = Entry.Skipped,
                Why = "is an identity provider's, and comes back with the next sign-in there, with a new sub",
            };
        if (user.Status == "UNCONFIRMED")
            return entry with { Outcome = Entry.Skipped, Why = "had never confirmed the sign-up, and signs up again" };
        try
        {
            var name = facts.NameOf(user);
            var existing = known?.Find(name) ?? (expectsThere ? await FindAsync(name, cancel) : null);
            if (existing is null && user.PasswordHash is not null)
                return entry with
                {
                    Outcome = Entry.Failed,
                    Why = "has a password hash, which an import job alone takes, and none has made the user",
                };
            var isNew = existing is null && await CreateAsync(name, user, cancel);
            existing ??= await FindAsync(name, cancel) ?? throw new FormatException("is gone again");
            if (Differences(user, existing) is { Count: > 0 } others)
                return entry with
                {
                    Outcome = Entry.Failed,
                    Why = $"is there with another {string.Join(", ", others)}; nothing was changed",
                };
            await CompleteAsync(existing, user, cancel);
            return entry with
            {
                Outcome = isNew || expectsThere ? Entry.Made : Entry.There,
                NewSub = Has(existing).GetValueOrDefault("sub"),
            };
        }
        catch (AwsError e) when (e.ErrorCode is not ("TooManyRequestsException" or "AccessDeniedException" or "ExpiredTokenException"))
        {
            return entry with { Outcome = Entry.Failed, Why = $"{e.ErrorCode}: {e.Message}" };
        }
        catch (FormatException e)
        {
            return entry with { Outcome = Entry.Failed, Why = e.Message };
        }
    }

    private async Task<bool> CreateAsync(string name, UserLine user, CancellationToken cancel)
    {
        var input = Of(name);
        // Nobody is to be written to: they have been users all along.
        input["MessageAction"] = "SUPPRESS";
        input["UserAttributes"] = new JsonArray([.. user.Attributes.Select(a => new JsonObject { ["Name"] = a.Key, ["Value"] = a.Value })]);
        try
        {
            await pools.CallAsync("AdminCreateUser", input, cancel);
            return true;
        }
        catch (AwsError e) when (e.ErrorCode == "UsernameExistsException")
        {
            return false;
        }
    }

    private async Task<JsonObject?> FindAsync(string name, CancellationToken cancel)
    {
        try
        {
            return await pools.CallAsync("AdminGetUser", Of(name), cancel);
        }
        catch (AwsError e) when (e.ErrorCode == "UserNotFoundException")
        {
            return null;
        }
    }

    // Whoever is there with other attributes is somebody else, or has moved on since: neither is overwritten.
    private static List<string> Differences(UserLine user, JsonObject existing)
    {
        var has = Has(existing);
        return [.. user.Attributes.Where(a => has.GetValueOrDefault(a.Key) != a.Value).Select(a => a.Key)];
    }

    private async Task CompleteAsync(JsonObject existing, UserLine user, CancellationToken cancel)
    {
        var name = existing["Username"]!.ToString();
        var status = existing["UserStatus"]?.ToString();
        // A password of the user's own; or one that nobody knows, for in this state alone may a forgotten password be set anew.
        if (status == "FORCE_CHANGE_PASSWORD" && user.Status != status)
            await pools.CallAsync(
                "AdminSetUserPassword",
                With(name, ("Password", user.Password ?? Unknown()), ("Permanent", true)),
                cancel
            );
        foreach (var group in user.Groups)
            await pools.CallAsync("AdminAddUserToGroup", With(name, ("GroupName", group)), cancel);
        var linked = Has(existing).TryGetValue("identities", out var text) ? Identity.Parse(text) : [];
        foreach (var identity in user.Identities.Except(linked))
            await LinkAsync(name, identity, cancel);
        if (facts.Mfa != "OFF" && user.Mfa.Any(IsMessage))
            await SetMfaAsync(name, user, cancel);
        if (!user.Enabled && existing["Enabled"]?.GetValue<bool>() == true)
            await pools.CallAsync("AdminDisableUser", Of(name), cancel);
    }

    private Task<JsonObject> LinkAsync(string name, Identity identity, CancellationToken cancel) =>
        pools.CallAsync(
            "AdminLinkProviderForUser",
            new()
            {
                ["UserPoolId"] = facts.Id,
                ["DestinationUser"] = new JsonObject { ["ProviderName"] = "Cognito", ["ProviderAttributeValue"] = name },
                ["SourceUser"] = new JsonObject
                {
                    ["ProviderName"] = identity.ProviderName,
                    ["ProviderAttributeName"] = "Cognito_Subject",
                    ["ProviderAttributeValue"] = identity.UserId,
                },
            },
            cancel
        );

    // An authenticator app is set up by its user alone.
    private async Task SetMfaAsync(string name, UserLine user, CancellationToken cancel)
    {
        var input = Of(name);
        foreach (var factor in user.Mfa.Where(IsMessage))
            input[factor == "SMS_MFA" ? "SMSMfaSettings" : "EmailMfaSettings"] = new JsonObject
            {
                ["Enabled"] = true,
                ["PreferredMfa"] = user.PreferredMfa == factor,
            };
        await pools.CallAsync("AdminSetUserMFAPreference", input, cancel);
    }

    private static bool IsMessage(string factor) => factor is "SMS_MFA" or "EMAIL_OTP";

    // AdminGetUser and ListUsers tell the same by different names.
    private static Dictionary<string, string> Has(JsonObject existing) =>
        UserLine.Read(existing["UserAttributes"] ?? existing["Attributes"]);

    private JsonObject Of(string name) => new() { ["UserPoolId"] = facts.Id, ["Username"] = name };

    private JsonObject With(string name, params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        var input = Of(name);
        foreach (var (member, value) in members)
            input[member] = value;
        return input;
    }

    private static string Unknown() =>
        RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 44)
        + RandomNumberGenerator.GetString(Symbols, 2)
        + "aA1";
}
