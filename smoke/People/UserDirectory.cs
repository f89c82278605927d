using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.Target;
using AttributeType = Amazon.CognitoIdentityProvider.Model.AttributeType;

namespace CognitoStack.Smoke.People;

/// <summary>The user pool: accounts and sign-ins.</summary>
internal sealed class UserDirectory(
    EnvironmentConfiguration environment,
    string poolId,
    Aws aws,
    AppClients clients,
    Traces traces,
    bool isLocal,
    CancellationToken stop
)
{
    private readonly LocalMail? mail = isLocal && aws.Endpoint is { } endpoint ? new(endpoint) : null;

    /// <summary>Who has signed in, with which app client, and how long it took the user pool and its functions at the most; in no order.</summary>
    public ConcurrentBag<(string User, string ClientId, TimeSpan Took)> SignIns { get; } = [];

    /// <summary>Makes an account that can sign in: as users do where the environment lets them, as administrators do otherwise.</summary>
    /// <returns>The user's name in the pool.</returns>
    public async Task<string> CreateAsync(Actor actor)
    {
        if (environment.UserPool.SelfSignUp)
            await SignUpAsync(actor);
        else
            await AdminCreateAsync(actor, verified: true);
        // Only administrators may write what leads to a role or a tag.
        if (actor.Subject.Attributes.Count > 0)
            await SetAsync(actor, actor.Subject.Attributes);
        await Task.WhenAll(
            actor.Subject.Groups.Select(g =>
                aws.UserPools.AdminAddUserToGroupAsync(
                    new()
                    {
                        UserPoolId = poolId,
                        Username = actor.Login,
                        GroupName = g,
                    },
                    stop
                )
            )
        );
        return (await aws.UserPools.AdminGetUserAsync(new() { UserPoolId = poolId, Username = actor.Login }, stop)).Username!;
    }

    /// <summary>A user's name in the pool; null where there is no such user.</summary>
    public async Task<string?> NameAsync(string login, CancellationToken cancel)
    {
        try
        {
            return (await aws.UserPools.AdminGetUserAsync(new() { UserPoolId = poolId, Username = login }, cancel)).Username;
        }
        catch (UserNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Signs up and confirms.</summary>
    public async Task SignUpAsync(Actor actor)
    {
        await SendSignUpAsync(actor);
        var client = await clients.GetAsync(actor.Subject.Client);
        if (mail is not null && environment.UserPool.Messages.Verification.Style == VerificationStyle.Code && actor.Login == actor.Email)
        {
            var code = await mail.CodeAsync(actor.Email, stop);
            await aws.UserPools.ConfirmSignUpAsync(
                new()
                {
                    ClientId = client.Id,
                    Username = actor.Login,
                    ConfirmationCode = code,
                    SecretHash = client.SecretHash(actor.Login),
                },
                stop
            );
            return;
        }

        // Nobody reads the mail.
        await aws.UserPools.AdminConfirmSignUpAsync(new() { UserPoolId = poolId, Username = actor.Login }, stop);
        await SetAsync(actor, new Dictionary<string, string> { ["email_verified"] = "true" });
    }

    /// <summary>The first half of signing up.</summary>
    public async Task SendSignUpAsync(Actor actor)
    {
        var client = await clients.GetAsync(actor.Subject.Client);
        traces.User(actor.Login);
        await aws.UserPools.SignUpAsync(
            new()
            {
                ClientId = client.Id,
                Username = actor.Login,
                Password = actor.Password,
                SecretHash = client.SecretHash(actor.Login),
                UserAttributes = Attributes(actor),
            },
            stop
        );
    }

    /// <summary>Makes an account as an administrator, without a message to anybody.</summary>
    public async Task AdminCreateAsync(Actor actor, bool verified)
    {
        traces.User(actor.Login);
        await aws.UserPools.AdminCreateUserAsync(
            new()
            {
                UserPoolId = poolId,
                Username = actor.Login,
                MessageAction = MessageActionType.SUPPRESS,
                UserAttributes = [.. Attributes(actor), new() { Name = "email_verified", Value = verified ? "true" : "false" }],
            },
            stop
        );
        await aws.UserPools.AdminSetUserPasswordAsync(
            new()
            {
                UserPoolId = poolId,
                Username = actor.Login,
                Password = actor.Password,
                Permanent = true,
            },
            stop
        );
    }

    /// <summary>Signs in without the password leaving the machine.</summary>
    /// <exception cref="CheckFailedException">The pool wants something else instead of giving tokens.</exception>
    public async Task<Session> SignInAsync(string clientName, string login, string password, bool withSecret = true)
    {
        var client = await clients.GetAsync(clientName);
        var srp = new SecureRemotePassword();
        var started = await aws.UserPools.InitiateAuthAsync(
            new()
            {
                ClientId = client.Id,
                AuthFlow = AuthFlowType.USER_SRP_AUTH,
                AuthParameters = WithHash(
                    new() { ["USERNAME"] = login, ["SRP_A"] = srp.PublicValue },
                    withSecret ? client.SecretHash(login) : null
                ),
            },
            stop
        );
        return await ProveAsync(client, srp, password, started);
    }

    /// <summary>Signs in by choosing SRP among the first factors that a user has.</summary>
    public async Task<Session> ChooseSrpAsync(string clientName, string login, string password)
    {
        var client = await clients.GetAsync(clientName);
        var srp = new SecureRemotePassword();
        var started = await aws.UserPools.InitiateAuthAsync(
            new()
            {
                ClientId = client.Id,
                AuthFlow = AuthFlowType.USER_AUTH,
                AuthParameters = WithHash(
                    new()
                    {
                        ["USERNAME"] = login,
                        ["PREFERRED_CHALLENGE"] = "PASSWORD_SRP",
                        ["SRP_A"] = srp.PublicValue,
                    },
                    client.SecretHash(login)
                ),
            },
            stop
        );
        return await ProveAsync(client, srp, password, started);
    }

    /// <summary>Signs in by choosing to send the password.</summary>
    public Task<Session> ChoosePasswordAsync(string clientName, string login, string password) =>
        SendAsync(
            clientName,
            AuthFlowType.USER_AUTH,
            new()
            {
                ["USERNAME"] = login,
                ["PREFERRED_CHALLENGE"] = "PASSWORD",
                ["PASSWORD"] = password,
            }
        );

    /// <summary>Sends the password, which few clients allow.</summary>
    public Task<Session> SendPasswordAsync(string clientName, string login, string password) =>
        SendAsync(clientName, AuthFlowType.USER_PASSWORD_AUTH, new() { ["USERNAME"] = login, ["PASSWORD"] = password });

    private async Task<Session> SendAsync(string clientName, AuthFlowType flow, Dictionary<string, string> parameters)
    {
        var client = await clients.GetAsync(clientName);
        var sent = Stopwatch.GetTimestamp();
        var answered = await aws.UserPools.InitiateAuthAsync(
            new()
            {
                ClientId = client.Id,
                AuthFlow = flow,
                AuthParameters = WithHash(parameters, client.SecretHash(parameters["USERNAME"])),
            },
            stop
        );
        return Signed(client, answered.AuthenticationResult, answered.ChallengeName, Stopwatch.GetElapsedTime(sent));
    }

    private async Task<Session> ProveAsync(AppClient client, SecureRemotePassword srp, string password, InitiateAuthResponse started)
    {
        Expect.Equal("the challenge", "PASSWORD_VERIFIER", started.ChallengeName?.Value);
        var challenge = started.ChallengeParameters!;
        var (user, timestamp) = (challenge["USER_ID_FOR_SRP"], SecureRemotePassword.Timestamp(DateTimeOffset.UtcNow));
        var sent = Stopwatch.GetTimestamp();
        var answered = await aws.UserPools.RespondToAuthChallengeAsync(
            new()
            {
                ClientId = client.Id,
                ChallengeName = ChallengeNameType.PASSWORD_VERIFIER,
                Session = started.Session,
                ChallengeResponses = WithHash(
                    new()
                    {
                        ["USERNAME"] = user,
                        ["TIMESTAMP"] = timestamp,
                        ["PASSWORD_CLAIM_SECRET_BLOCK"] = challenge["SECRET_BLOCK"],
                        ["PASSWORD_CLAIM_SIGNATURE"] = srp.Sign(
                            poolId.Split('_')[1],
                            user,
                            password,
                            new(challenge["SRP_B"], challenge["SALT"], challenge["SECRET_BLOCK"]),
                            timestamp
                        ),
                    },
                    client.SecretHash(user)
                ),
            },
            stop
        );
        return Signed(client, answered.AuthenticationResult, answered.ChallengeName, Stopwatch.GetElapsedTime(sent));
    }

    private Session Signed(AppClient client, AuthenticationResultType? result, ChallengeNameType? challenge, TimeSpan took)
    {
        if (result is null)
            throw new CheckFailedException(new("tokens", $"the pool asks for {challenge?.Value}"));
        var session = Session.Of(client, result);
        SignIns.Add((session.User, client.Id, took));
        return session;
    }

    /// <summary>Sets attributes as an administrator.</summary>
    public Task SetAsync(Actor actor, IReadOnlyDictionary<string, string> attributes) =>
        aws.UserPools.AdminUpdateUserAttributesAsync(
            new()
            {
                UserPoolId = poolId,
                Username = actor.Login,
                UserAttributes = [.. attributes.Select(a => new AttributeType { Name = a.Key, Value = a.Value })],
            },
            stop
        );

    // Cognito refuses who lacks a required attribute.
    private List<AttributeType> Attributes(Actor actor) =>
        [
            new() { Name = "email", Value = actor.Email },
            .. environment
                .UserPool.Attributes.Where(a =>
                    a.Value.Required == true && a.Key != "email" && !a.Key.StartsWith("custom:", StringComparison.Ordinal)
                )
                .Select(a => new AttributeType { Name = a.Key, Value = Required(a.Key, actor) }),
        ];

    private static string Required(string attribute, Actor actor) =>
        attribute switch
        {
            "birthdate" => "2000-01-01",
            "phone_number" => actor.Login.StartsWith('+') ? actor.Login : "+15005550006",
            "locale" => "en",
            "updated_at" => "1700000000",
            "website" or "picture" or "profile" => "https://example.com/",
            _ => $"smoke {actor.Subject.Name}",
        };

    private static Dictionary<string, string> WithHash(Dictionary<string, string> parameters, string? hash)
    {
        if (hash is not null)
            parameters["SECRET_HASH"] = hash;
        return parameters;
    }
}
