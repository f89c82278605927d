using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Which second factors of a user are asked for, and which of them first.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "SetUserMFAPreference"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html).</remarks>
internal sealed class MfaPreference(Users users)
{
    private static readonly (string Name, string Factor)[] Settings =
    [
        ("SMSMfaSettings", Factor.Sms),
        ("SoftwareTokenMfaSettings", Factor.Totp),
        ("EmailMfaSettings", Factor.EmailOtp),
    ];

    public async Task<JsonObject> SetAsync(Call call, UserPool pool, User user)
    {
        var said = Settings
            .Where(s => call.Object(s.Name) is not null)
            .Select(s => (s.Factor, IsEnabled: Flag(call, s.Name, "Enabled"), IsPreferred: Flag(call, s.Name, "PreferredMfa")))
            .ToList();
        if (said.Count(s => s is { IsEnabled: true, IsPreferred: true }) > 1)
            throw Error.InvalidParameter("Only one MFA factor can be set as preferred.");
        foreach (var (factor, _, _) in said.Where(s => s.IsEnabled))
            CheckAvailable(pool, factor);
        await users.ChangeAsync(
            pool,
            user,
            current =>
            {
                var changed = said.Aggregate(current, (changed, s) => Set(changed, s.Factor, s.IsEnabled, s.IsPreferred));
                return call.Object("WebAuthnMfaSettings") is null
                    ? changed
                    : SetPasskeys(pool, changed, Flag(call, "WebAuthnMfaSettings", "Enabled"));
            }
        );
        return [];
    }

    private static User SetPasskeys(UserPool pool, User user, bool isEnabled)
    {
        if (isEnabled && !pool.Passkeys.AreMultiFactor)
            throw Error.InvalidParameter("Passkeys are a single factor in this user pool.");
        // Whoever loses the passkey needs another way in.
        if (isEnabled && user.MfaSettings is [])
            throw Error.InvalidParameter("User has no other MFA factor enabled.");
        return user with { HasPasskeyMfa = isEnabled };
    }

    /// <summary>Sets what the operations of older times set: text messages, or none.</summary>
    /// <remarks>Source: Amazon Cognito user pools API Reference, "SetUserSettings"
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html), "AdminSetUserSettings"
    /// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html).</remarks>
    public async Task<JsonObject> SetMessagesAsync(Call call, UserPool pool, User user)
    {
        var options = call.Objects("MFAOptions");
        if (options.Any(o => o["DeliveryMedium"]?.ToString() != "SMS" || o["AttributeName"]?.ToString() != "phone_number"))
            throw Error.InvalidParameter("MFAOptions take SMS to phone_number alone.");
        if (options.Count > 0)
            CheckAvailable(pool, Factor.Sms);
        await users.ChangeAsync(pool, user, current => Set(current, Factor.Sms, options.Count > 0, isPreferred: false));
        return [];
    }

    private static User Set(User user, string factor, bool isEnabled, bool isPreferred)
    {
        if (isEnabled && factor == Factor.Totp && user.SoftwareToken is null)
            throw Error.InvalidParameter("User has not verified software token mfa");
        if (isEnabled && Factor.AddressOf(factor) is { } attribute && user[attribute] is null)
            throw Error.InvalidParameter($"User does not have delivery config set to turn on {factor}");
        var changed = factor switch
        {
            Factor.Sms => user with { HasSmsMfa = isEnabled },
            Factor.EmailOtp => user with { HasEmailMfa = isEnabled },
            Factor.Totp => user with { SoftwareToken = user.SoftwareToken is { } token ? token with { IsEnabled = isEnabled } : null },
            _ => throw new ArgumentOutOfRangeException(nameof(factor), factor, null),
        };
        return isEnabled && isPreferred ? changed with { PreferredMfa = factor }
            : changed.PreferredMfa == factor ? changed with { PreferredMfa = null }
            : changed;
    }

    private static void CheckAvailable(UserPool pool, string factor)
    {
        if (factor == Factor.Totp)
            SoftwareTokens.CheckAvailable(pool);
        else if (pool.Mfa == "OFF" || !pool.SecondFactors.Contains(factor))
            throw Error.InvalidParameter($"{factor} has not been enabled for the user pool.");
    }

    private static bool Flag(Call call, string name, string flag) => call.Object(name)?[flag].Flag() == true;
}
