using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace CognitoStack.Local.UserPools.Passkeys;

/// <summary>Makes passkeys for users who are signed in.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "StartWebAuthnRegistration"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html), "CompleteWebAuthnRegistration"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html).</remarks>
internal sealed class PasskeyRegistration(Users users, Database database, TimeProvider time)
{
    private const int Most = 20;
    private readonly ShortLived<Begun> begun = new(TimeSpan.FromMinutes(5), time);

    /// <summary>A registration that waits for the browser; its name is the challenge.</summary>
    private sealed record Begun(string Pool, string Client, string Username, string RelyingParty);

    /// <summary>What a browser is to be asked for.</summary>
    public JsonObject Start(UserPool pool, AppClient client, User user, string relyingParty)
    {
        CheckEnabled(pool);
        // Whoever comes from a provider has that one's factors.
        if (user.Status == UserStatus.External)
            throw Error.NotAuthorized("Users of identity providers have no passkeys here.");
        if (user.Passkeys.Length >= Most)
            throw new AwsException("LimitExceededException", $"A user has no more than {Most} passkeys.");
        var challenge = begun.Add(new(pool.Id, client.Id, user.Username, relyingParty));
        return JsonNode.Parse(Options(pool, user, relyingParty, challenge).ToJson())!.AsObject();
    }

    /// <summary>Keeps the passkey that a browser has made.</summary>
    public async Task<Passkey> CompleteAsync(UserPool pool, AppClient client, User user, JsonObject credential, CancellationToken cancel)
    {
        CheckEnabled(pool);
        var made = Ceremony.Read<AuthenticatorAttestationRawResponse>(credential.ToJsonString());
        if (made is null || ClientData.Read(made.Response?.ClientDataJson) is not { } data)
            throw Unsupported();
        if (begun.Find(data.Challenge) is not { } waiting || waiting.Pool != pool.Id || waiting.Username != user.Username)
            throw new AwsException(
                "WebAuthnChallengeNotFoundException",
                "The challenge of this registration has expired, or was answered before."
            );
        if (waiting.Client != client.Id)
            throw new AwsException("WebAuthnClientMismatchException", "The access token is for another client than the one that began.");
        // Once: whoever is refused begins again.
        if (!begun.TryTake(data.Challenge, out _))
            throw new AwsException(
                "WebAuthnChallengeNotFoundException",
                "The challenge of this registration has expired, or was answered before."
            );
        if (!PasskeySettings.Allows(waiting.RelyingParty, data.Origin))
            throw new AwsException(
                "WebAuthnOriginNotAllowedException",
                $"The origin {data.Origin} is not allowed for the relying party {waiting.RelyingParty}."
            );
        var key = await VerifyAsync(pool, user, waiting.RelyingParty, made, data, cancel);
        var passkey = new Passkey(
            Ceremony.ToText(key.Id),
            key.PublicKey,
            key.SignCount,
            waiting.RelyingParty,
            string.Create(CultureInfo.InvariantCulture, $"Passkey of {time.GetUtcNow():yyyy-MM-dd}"),
            time.GetUtcNow()
        )
        {
            Transports = [.. credential["response"]?["transports"].Texts() ?? []],
            Attachment = credential["authenticatorAttachment"]?.ToString(),
        };
        await users.ChangeAsync(pool, user, current => current with { Passkeys = current.Passkeys.Add(passkey) });
        return passkey;
    }

    private async Task<RegisteredPublicKeyCredential> VerifyAsync(
        UserPool pool,
        User user,
        string relyingParty,
        AuthenticatorAttestationRawResponse made,
        ClientData data,
        CancellationToken cancel
    )
    {
        try
        {
            return await Ceremony
                .Library(relyingParty, data.Origin)
                .MakeNewCredentialAsync(
                    new()
                    {
                        AttestationResponse = made,
                        OriginalOptions = Options(pool, user, relyingParty, data.Challenge),
                        IsCredentialIdUniqueToUserCallback = (credential, _) =>
                            Task.FromResult(!database.Read(sql => sql.HasPasskey(pool.Id, Ceremony.ToText(credential.CredentialId)))),
                    },
                    cancel
                );
        }
        catch (Fido2VerificationException e) when (e.Code == Fido2NetLib.Exceptions.Fido2ErrorCode.InvalidRpidHash)
        {
            throw new AwsException("WebAuthnRelyingPartyMismatchException", "The passkey is of another relying party.");
        }
        catch (Exception e)
            when (e
                    is Fido2VerificationException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or System.Formats.Cbor.CborContentException
            )
        {
            throw Unsupported();
        }
    }

    private static CredentialCreateOptions Options(UserPool pool, User user, string relyingParty, string challenge) =>
        CredentialCreateOptions.Create(
            Ceremony.Configuration(relyingParty),
            Ceremony.FromText(challenge),
            new Fido2User
            {
                Id = Encoding.UTF8.GetBytes(user.Sub),
                Name = Shown(pool, user),
                DisplayName = Shown(pool, user),
            },
            new AuthenticatorSelection
            {
                ResidentKey = ResidentKeyRequirement.Required,
                UserVerification = Ceremony.Verification(pool, isSecondFactor: false),
            },
            AttestationConveyancePreference.None,
            [.. user.Passkeys.Where(p => p.RelyingParty == relyingParty).Select(Ceremony.Descriptor)],
            null,
            [PubKeyCredParam.ES256, PubKeyCredParam.RS256]
        );

    private static string Shown(UserPool pool, User user) =>
        pool.UsernameAttributes.Select(a => user[a]).FirstOrDefault(a => a is not null) ?? user.Username;

    private static void CheckEnabled(UserPool pool)
    {
        if (!pool.FirstFactors.Contains(Factor.Passkey))
            throw new AwsException("WebAuthnNotEnabledException", "Passkeys are not enabled for this user pool.");
    }

    private static AwsException Unsupported() => new("WebAuthnCredentialNotSupportedException", "The passkey cannot be verified.");
}
