using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;


namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>The first factors of <c>USER_AUTH</c>: lets clients choose one, and challenges with the one that they chose.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Authentication flows", choice-based sign-in.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html</remarks>
internal sealed class FirstFactors(Users users, SignInSessions sessions, Decoys decoys, PasswordSignIn password, SrpSignIn srp, CodeSignIn codes)
{
    public const string Select = "SELECT_CHALLENGE";

    /// <summary>Starts with the factor that the client prefers, where the user has it; lets the client choose otherwise.</summary>
    public async Task<JsonObject> StartAsync(Scope scope, string name, JsonObject parameters, Course course, CancellationToken cancel)
    {
        var available = await AvailableAsync(scope, name);
        var preferred = parameters["PREFERRED_CHALLENGE"]?.ToString();
        return preferred is not null && available.Contains(preferred)
            ? await ChallengeAsync(scope, name, preferred, parameters, course, cancel)
            : Offer(scope, name, available, course);
    }

    /// <summary>Goes on with the factor that was chosen.</summary>
    public async Task<JsonObject> SelectAsync(Scope scope, SignInSession session, JsonObject responses, string name, CancellationToken cancel)
    {
        CheckName(scope, session, name);
        var answer = Answers.Required(responses, "ANSWER");
        if (!session.Choice.Contains(answer))
            throw Error.InvalidParameter($"The challenge {answer} is not available here.");
        CheckProof(answer, responses);
        sessions.Use(session);
        return await ChallengeAsync(scope, name, answer, responses, session.Course, cancel);
    }

    /// <summary>Takes the proof of a factor that was asked for by itself.</summary>
    public async Task<JsonObject> AnswerAsync(Scope scope, SignInSession session, JsonObject responses, string name, CancellationToken cancel)
    {
        CheckName(scope, session, name);
        if (session.Challenge is Factor.EmailOtp or Factor.SmsOtp)
            return await codes.AnswerAsync(scope, session, Answers.Required(responses, $"{session.Challenge}_CODE"), cancel);
        CheckProof(session.Challenge, responses, isAnswer: true);
        sessions.Use(session);
        return await ChallengeAsync(scope, session.Username, session.Challenge, responses, session.Course, cancel);
    }

    /// <summary>What somebody of this name may begin with. Whoever is unknown has what somebody would have.</summary>
    public async Task<ImmutableArray<string>> AvailableAsync(Scope scope, string name)
    {
        var pool = scope.Pool;
        var user = users.Find(pool, name);
        if (user is null && !scope.HidesUsers && !pool.Triggers.ContainsKey(LambdaTrigger.UserMigration))
            throw Error.UserNotFound();
        var available = new List<string>();
        foreach (var factor in pool.FirstFactors)
        {
            if (factor == Factor.Password)
                available.AddRange([Factor.Password, Factor.PasswordSrp]);
            else if (IsPossible(pool, factor) && (user is null ? await decoys.HasAsync(pool, name, factor) : Has(pool, user, factor)))
                available.Add(factor);
        }
        return [.. available];
    }

    /// <summary>Whether a user has set a factor up and may begin with it: a code alone lets nobody in who has a second factor.</summary>
    public static bool Has(UserPool pool, User user, string factor) => factor switch
    {
        Factor.Password => user.Password is not null,
        _ when Factor.AddressOf(factor) is { } attribute => user.HasVerified(attribute) && SecondFactors.Asked(pool, user) is [],
        _ => false,
    };

    private static bool IsPossible(UserPool pool, string factor) => Factor.AddressOf(factor) is not null && pool.Mfa != "ON";

    private JsonObject Offer(Scope scope, string name, ImmutableArray<string> available, Course course) => new()
    {
        ["ChallengeName"] = Select,
        ["AvailableChallenges"] = new JsonArray([.. available.Select(a => (JsonNode)a)]),
        ["ChallengeParameters"] = new JsonObject(),
        ["Session"] = sessions.New(scope, name, Select, course, session => session with { Choice = available, IsFirstFactor = true }),
    };

    // With its proof a factor needs no challenge of its own.
    private async Task<JsonObject> ChallengeAsync(Scope scope, string name, string factor, JsonObject sent, Course course, CancellationToken cancel) => factor switch
    {
        Factor.Password when sent["PASSWORD"]?.ToString() is { Length: > 0 } secret => await password.StartAsync(scope, name, secret, course, cancel),
        Factor.PasswordSrp when sent["SRP_A"]?.ToString() is { Length: > 0 } a => await srp.StartAsync(scope, name, a, course, cancel),
        Factor.EmailOtp or Factor.SmsOtp => await codes.StartAsync(scope, name, factor, course, cancel),
        _ => new()
        {
            ["ChallengeName"] = factor,
            ["ChallengeParameters"] = new JsonObject(),
            ["Session"] = sessions.New(scope, name, factor, course, session => session with { IsFirstFactor = true }),
        },
    };

    private static void CheckProof(string factor, JsonObject responses, bool isAnswer = false)
    {
        var needed = factor switch { Factor.Password => "PASSWORD", Factor.PasswordSrp => "SRP_A", _ when isAnswer => "ANSWER", _ => null };
        if (needed is not null)
            Answers.Required(responses, needed);
    }

    private static void CheckName(Scope scope, SignInSession session, string name)
    {
        if (scope.Pool.Fold(session.Username) != scope.Pool.Fold(name))
            throw Error.NotAuthorized("Invalid session for the user.");
    }
}
