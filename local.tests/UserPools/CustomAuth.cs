using System.Text.Json.Nodes;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>A pool whose functions ask for a number, after the password where the client has SRP, and give up after three wrong ones.</summary>
internal sealed class CustomAuth(PoolHost host)
{
    public const string Number = "4711";

    private static readonly string[] Triggers =
    [
        "PreAuthentication",
        "DefineAuthChallenge",
        "CreateAuthChallenge",
        "VerifyAuthChallengeResponse",
        "PostAuthentication",
        "PreTokenGeneration",
    ];

    public void Deploy(object? client = null, object? pool = null, params IEnumerable<string> without)
    {
        var settings = Templates.Json(pool ?? new { });
        settings["LambdaConfig"] = new JsonObject(
            Triggers.Except(without).Select(t => KeyValuePair.Create(t, (JsonNode?)Templates.FunctionArn))
        );
        host.Deploy(settings, client ?? new { ExplicitAuthFlows = new[] { "ALLOW_CUSTOM_AUTH" } }, Templates.Function());
        host.Functions.Answer = Run;
    }

    /// <summary>The functions, as AWS's own examples of them go.</summary>
    public static JsonNode Run(JsonObject @event)
    {
        var (request, response) = (@event["request"]!, @event["response"]!);
        switch (@event["triggerSource"]!.ToString())
        {
            case "DefineAuthChallenge_Authentication":
                var session = request["session"]!.AsArray();
                var last = session.LastOrDefault();
                var wrong = session.Count(s => !(bool)s!["challengeResult"]!);
                var isDone = last is not null && last["challengeName"]!.ToString() == "CUSTOM_CHALLENGE" && (bool)last["challengeResult"]!;
                response["issueTokens"] = isDone;
                response["failAuthentication"] = wrong == 3;
                response["challengeName"] = last?["challengeName"]!.ToString() == "SRP_A" ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE";
                break;
            case "CreateAuthChallenge_Authentication":
                response["publicChallengeParameters"] = new JsonObject { ["hint"] = "four digits" };
                response["privateChallengeParameters"] = new JsonObject { ["number"] = Number };
                response["challengeMetadata"] = "NUMBER";
                break;
            case "VerifyAuthChallengeResponse_Authentication":
                response["answerCorrect"] =
                    request["challengeAnswer"]!.ToString() == request["privateChallengeParameters"]!["number"]!.ToString();
                break;
        }
        return @event;
    }

    public Task<JsonObject> StartAsync(string name, object? metadata = null) =>
        host.BeginAsync("CUSTOM_AUTH", new { USERNAME = name }, metadata: metadata);

    public Task<JsonObject> AnswerAsync(
        JsonObject challenge,
        string? answer = Number,
        string? name = null,
        string client = "web",
        object? metadata = null
    ) =>
        RespondAsync(
            challenge,
            Templates.Json(new { USERNAME = name ?? challenge["ChallengeParameters"]!["USERNAME"]!.ToString(), ANSWER = answer }),
            client,
            metadata
        );

    public Task<JsonObject> RespondAsync(JsonObject challenge, JsonObject responses, string client = "web", object? metadata = null) =>
        host.RespondAsync(
            challenge["ChallengeName"]!.ToString(),
            responses,
            client: client,
            session: challenge["Session"]?.ToString(),
            metadata: metadata
        );

    public async Task<(SrpClient Client, JsonObject Challenge)> StartWithPasswordAsync(string name, object? metadata = null)
    {
        var client = new SrpClient();
        return (
            client,
            await host.BeginAsync(
                "CUSTOM_AUTH",
                new
                {
                    USERNAME = name,
                    CHALLENGE_NAME = "SRP_A",
                    SRP_A = client.A,
                },
                metadata: metadata
            )
        );
    }

    public async Task<JsonObject> PasswordAsync(string name, string password = PoolHost.Password)
    {
        var (client, challenge) = await StartWithPasswordAsync(name, new { device = "phone" });
        Assert.Equal("PASSWORD_VERIFIER", challenge["ChallengeName"]!.ToString());
        return await RespondAsync(challenge, client.Answer(challenge, Templates.PoolId, password));
    }

    /// <summary>What the function that defines was told of at last: names and results of the challenges so far.</summary>
    public string Told() =>
        string.Join(
            ' ',
            host.Functions.Events.Last(e => e["triggerSource"]!.ToString() == "DefineAuthChallenge_Authentication")["request"]!["session"]!
                .AsArray()
                .Select(s => $"{s!["challengeName"]}:{s["challengeResult"]!.ToJsonString()}")
        );
}
