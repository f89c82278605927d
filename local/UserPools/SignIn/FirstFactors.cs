using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Passkeys;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>The first factors of <c>USER_AUTH</c>: lets clients choose one, and challenges with the one that they chose.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Authentication flows", choice-based sign-in.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html</remarks>
internal sealed class FirstFactors(
    Users users,
    SignInSessions sessions,
    PasswordSignIn password,
    SrpSignIn srp,
    CodeSignIn codes,
    PasskeySignIn passkeys
)
{
    public const string Select = "SELECT_CHALLENGE";

    /// <summary>Starts with the factor that the client prefers, where the user has it; lets the client choose otherwise.</summary>
    public async Task<JsonObject> StartAsync(Scope scope, string name, JsonObject parameters, Course course, CancellationToken cancel)
    {
        var available = Available(scope, name);
        var preferred = parameters["PREFERRED_CHALLENGE"]?.ToString();
        return preferred is not null && available.Contains(preferred)
            ? await ChallengeAsync(scope, name, preferred, parameters, course, cancel)
            : await OfferAsync(scope, name, available, course);
    }

    /// <summary>Goes on with the factor that was chosen.</summary>
    public async Task<JsonObject> SelectAsync(
        Scope scope,
        SignInSession session,
        JsonObject responses,
        string name,
        CancellationToken cancel
    )
    {
        CheckName(scope, session, name);
        var answer = Answers.Required(responses, "ANSWER");
        if (!session.Choice.Contains(answer))
            throw Error.InvalidParameter($"The challenge {answer} is not available here.");
        CheckProof(answer, responses);
        if (answer == Factor.Passkey && responses["CREDENTIAL"]?.ToString() is { Length: > 0 } credential)
            return await passkeys.AnswerAsync(scope, session, credential, cancel);
        sessions.Use(session);
        return await ChallengeAsync(scope, name, answer, responses, session.Course, cancel);
    }

    /// <summary>Takes the proof of a factor that was asked for by itself.</summary>
    public async Task<JsonObject> AnswerAsync(
        Scope scope,
        SignInSession session,
        JsonObject responses,
        string name,
        CancellationToken cancel
    )
    {
        CheckName(scope, session, name);
        if (session.Challenge is Factor.EmailOtp or Factor.SmsOtp)
            return await codes.AnswerAsync(scope, session, Answers.Required(responses, $"{session.Challenge}_CODE"), cancel);
        if (session.Challenge == Factor.Passkey)
            return await passkeys.AnswerAsync(scope, session, Answers.Required(responses, "CREDENTIAL"), cancel);
        CheckProof(session.Challenge, responses);
        sessions.Use(session);
        return await ChallengeAsync(scope, session.Username, session.Challenge, responses, session.Course, cancel);
    }

    /// <summary>What somebody of this name may begin with. Whoever is unknown has what somebody would have.</summary>
    public ImmutableArray<string> Available(Scope scope, string name)
    {
        var pool = scope.Pool;
        var user = users.Find(pool, name);
        if (user is null && !scope.HidesUsers && !pool.Triggers.ContainsKey(LambdaTrigger.UserMigration))
            throw Error.UserNotFound();
        var available = new List<string>();
        foreach (var factor in pool.FirstFactors)
        {
            var isThere =
                factor == Factor.Password ? user is null or { Password: not null }
                : user is null ? Decoys.Has(pool, factor)
                : Has(pool, user, factor);
            if (isThere)
                available.AddRange(factor == Factor.Password ? [Factor.Password, Factor.PasswordSrp] : [factor]);
        }
        // Whoever has nothing to begin with is asked for a password like the others, and has none that is right.
        return available is [] ? [Factor.Password, Factor.PasswordSrp] : [.. available];
    }

    /// <summary>Whether a user has set a factor up and may begin with it: a code alone lets nobody in who has a second factor.</summary>
    public static bool Has(UserPool pool, User user, string factor) =>
        factor switch
        {
            Factor.Password => user.Password is not null,
            Factor.Passkey => PasskeySignIn.Has(pool, user, pool.Passkeys.ForApps),
            _ when Factor.AddressOf(factor) is { } attribute => pool.Mfa != "ON"
                && user.HasVerified(attribute)
                && SecondFactors.Asked(pool, user) is [],
            _ => false,
        };

    private async Task<JsonObject> OfferAsync(Scope scope, string name, ImmutableArray<string> available, Course course)
    {
        var parameters = new JsonObject();
        PasskeyChallenge? challenge = null;
        // The choice can be answered with the passkey's signature at once.
        if (available.Contains(Factor.Passkey))
            (challenge, parameters[PasskeySignIn.Options]) = await passkeys.NewAsync(scope, name, scope.Pool.Passkeys.ForApps);
        return new()
        {
            ["ChallengeName"] = Select,
            ["AvailableChallenges"] = new JsonArray([.. available.Select(a => (JsonNode)a)]),
            ["ChallengeParameters"] = parameters,
            ["Session"] = sessions.New(
                scope,
                name,
                Select,
                course,
                session => session with { Choice = available, Passkey = challenge, IsFirstFactor = true }
            ),
        };
    }

    // With its proof a factor needs no challenge of its own.
    private async Task<JsonObject> ChallengeAsync(
        Scope scope,
        string name,
        string factor,
        JsonObject sent,
        Course course,
        CancellationToken cancel
    ) =>
        factor switch
        {
            Factor.Password when sent["PASSWORD"]?.ToString() is { Length: > 0 } secret => await password.StartAsync(
                scope,
                name,
                secret,
                course,
                cancel
            ),
            Factor.PasswordSrp when sent["SRP_A"]?.ToString() is { Length: > 0 } a => await srp.StartAsync(scope, name, a, course, cancel),
            Factor.EmailOtp or Factor.SmsOtp => await codes.StartAsync(scope, name, factor, course, cancel),
            Factor.Passkey => await passkeys.StartAsync(scope, name, course),
            _ => new()
            {
                ["ChallengeName"] = factor,
                ["ChallengeParameters"] = new JsonObject(),
                ["Session"] = sessions.New(scope, name, factor, course, session => session with { IsFirstFactor = true }),
            },
        };

    private static void CheckProof(string factor, JsonObject responses)
    {
        if (factor is Factor.Password or Factor.PasswordSrp)
            Answers.Required(responses, factor == Factor.Password ? "PASSWORD" : "SRP_A");
    }

    private static void CheckName(Scope scope, SignInSession session, string name)
    {
        if (scope.Pool.Fold(session.Username) != scope.Pool.Fold(name))
            throw Error.NotAuthorized("Invalid session for the user.");
    }
}
