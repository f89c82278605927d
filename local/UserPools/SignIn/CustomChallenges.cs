using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>The triggers of <c>CUSTOM_AUTH</c>: one defines which challenge comes next, one creates it, and one verifies its answer.</summary>
internal sealed class CustomChallenges(TriggerInvoker triggers, SignInSessions sessions, Decoys decoys)
{
    public const string Name = "CUSTOM_CHALLENGE";

    /// <summary>Which challenge comes next; null where tokens are to be issued.</summary>
    /// <exception cref="Http.AwsException">The function fails the authentication, or says what nobody can follow.</exception>
    public async Task<string?> DefineAsync(Scope scope, User? user, string name, Course course, CancellationToken cancel)
    {
        var request = Request(scope, user);
        request["session"] = Session(course);
        var response = await InvokeAsync(
            scope,
            user,
            name,
            LambdaTrigger.DefineAuthChallenge,
            request,
            new()
            {
                ["challengeName"] = null,
                ["issueTokens"] = null,
                ["failAuthentication"] = null,
            },
            cancel
        );
        if (Flag(response, "failAuthentication"))
            throw Error.WrongPassword();
        return Flag(response, "issueTokens") ? null : Text(response, "challengeName") ?? throw Error.UnrecognizableAnswer();
    }

    /// <summary>Makes the challenge that a function wants: the client gets its public part, and the session keeps the private one.</summary>
    public async Task<JsonObject> CreateAsync(Scope scope, User? user, string name, Course course, CancellationToken cancel)
    {
        var request = Request(scope, user);
        request["challengeName"] = Name;
        request["session"] = Session(course);
        var response = await InvokeAsync(
            scope,
            user,
            name,
            LambdaTrigger.CreateAuthChallenge,
            request,
            new()
            {
                ["publicChallengeParameters"] = null,
                ["privateChallengeParameters"] = null,
                ["challengeMetadata"] = null,
            },
            cancel
        );
        var parameters = Json(Texts(response, "publicChallengeParameters"));
        parameters["USERNAME"] = await ShownNameAsync(scope, user, name);
        var custom = new CustomChallenge(Text(response, "challengeMetadata"), Texts(response, "privateChallengeParameters"));
        return new()
        {
            ["ChallengeName"] = Name,
            ["ChallengeParameters"] = parameters,
            ["Session"] = sessions.New(scope, name, Name, course, session => session with { Custom = custom }),
        };
    }

    /// <summary>Whether an answer is right.</summary>
    public async Task<bool> VerifyAsync(
        Scope scope,
        User? user,
        string name,
        CustomChallenge custom,
        string answer,
        CancellationToken cancel
    )
    {
        var request = Request(scope, user);
        request["privateChallengeParameters"] = Json(custom.Private);
        request["challengeAnswer"] = answer;
        return Flag(
            await InvokeAsync(
                scope,
                user,
                name,
                LambdaTrigger.VerifyAuthChallengeResponse,
                request,
                new() { ["answerCorrect"] = null },
                cancel
            ),
            "answerCorrect"
        );
    }

    /// <summary>The name that clients are shown: where people sign in with an address, one that tells nobody whether there is a user.</summary>
    public async Task<string> ShownNameAsync(Scope scope, User? user, string name) =>
        user is null && scope.Pool.UsernameAttributes.Length > 0 ? await decoys.UsernameAsync(scope.Pool, name) : name;

    private async Task<JsonObject> InvokeAsync(
        Scope scope,
        User? user,
        string name,
        string trigger,
        JsonObject request,
        JsonObject empty,
        CancellationToken cancel
    ) =>
        await triggers.InvokeAsync(
            scope.Pool,
            new(trigger, $"{trigger}_Authentication", scope.Client?.Id, user?.Username ?? name, request, empty),
            cancel
        ) ?? throw Error.InvalidParameter("Custom auth lambda trigger is not configured for the user pool.");

    private static JsonObject Request(Scope scope, User? user)
    {
        var request = UserEvents.Request(user, scope.ClientMetadata);
        if (scope.HidesUsers)
            request["userNotFound"] = user is null;
        return request;
    }

    private static JsonArray Session(Course course) =>
        [
            .. course.Answered!.Value.Select(a => new JsonObject
            {
                ["challengeName"] = a.Name,
                ["challengeResult"] = a.IsRight,
                ["challengeMetadata"] = a.Metadata,
            }),
        ];

    private static JsonObject Json(ImmutableDictionary<string, string> texts) =>
        new(texts.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));

    // What a function leaves empty is no.
    private static bool Flag(JsonObject response, string name) =>
        response[name] is { } value
        && (value is JsonValue json && json.TryGetValue<bool>(out var flag) ? flag : throw Error.UnrecognizableAnswer());

    private static string? Text(JsonObject response, string name) =>
        response[name] is not { } value ? null
        : value is JsonValue json && json.TryGetValue<string>(out var text) ? text
        : throw Error.UnrecognizableAnswer();

    private static ImmutableDictionary<string, string> Texts(JsonObject response, string name) =>
        response[name] switch
        {
            null => ImmutableDictionary<string, string>.Empty,
            JsonObject parameters => parameters
                .Where(p => p.Value is not null)
                .ToImmutableDictionary(p => p.Key, p => p.Value is JsonValue value ? value.ToString() : throw Error.UnrecognizableAnswer()),
            _ => throw Error.UnrecognizableAnswer(),
        };
}
