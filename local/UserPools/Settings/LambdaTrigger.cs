using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.UserPools.Settings;

/// <summary>A function that Cognito calls: an entry of <c>LambdaConfig</c>.</summary>
/// <param name="Name">Name of the trigger: <c>PreSignUp</c>.</param>
/// <param name="Arn">ARN of the function, or of an alias of it.</param>
/// <param name="Version">Version of its event.</param>
internal sealed record LambdaTrigger(string Name, string Arn, int Version = 1)
{
    public const string PreSignUp = "PreSignUp";
    public const string PostConfirmation = "PostConfirmation";
    public const string PreAuthentication = "PreAuthentication";
    public const string PostAuthentication = "PostAuthentication";
    public const string PreTokenGeneration = "PreTokenGeneration";
    public const string CustomMessage = "CustomMessage";
    public const string UserMigration = "UserMigration";
    public const string DefineAuthChallenge = "DefineAuthChallenge";
    public const string CreateAuthChallenge = "CreateAuthChallenge";
    public const string VerifyAuthChallengeResponse = "VerifyAuthChallengeResponse";
    public const string InboundFederation = "InboundFederation";
    public const string CustomEmailSender = "CustomEmailSender";
    public const string CustomSmsSender = "CustomSMSSender";

    private static readonly ImmutableArray<string> Plain =
    [
        PreSignUp,
        PostConfirmation,
        PreAuthentication,
        PostAuthentication,
        PreTokenGeneration,
        CustomMessage,
        UserMigration,
        DefineAuthChallenge,
        CreateAuthChallenge,
        VerifyAuthChallengeResponse,
    ];

    /// <summary>Those that name their function in an object, of whose event there is one version.</summary>
    private static readonly ImmutableArray<string> Objects = [InboundFederation, CustomEmailSender, CustomSmsSender];

    public static ImmutableDictionary<string, LambdaTrigger> Of(JsonObject config)
    {
        var triggers = PlainOf(config)
            .AddRange(
                from name in Objects
                let function = config.At(name, "LambdaArn")
                where function is not null
                select KeyValuePair.Create(name, new LambdaTrigger(name, function.ToString()))
            );
        if (config["PreTokenGenerationConfig"] is not JsonObject preToken || preToken["LambdaArn"] is not { } arn)
            return triggers;
        var version = preToken["LambdaVersion"]?.ToString() switch
        {
            "V3_0" => 3,
            "V2_0" => 2,
            "V1_0" or null => 1,
            var other => throw new ArgumentOutOfRangeException(nameof(config), other, null),
        };
        return triggers.SetItem(PreTokenGeneration, new(PreTokenGeneration, arn.ToString(), version));
    }

    private static ImmutableDictionary<string, LambdaTrigger> PlainOf(JsonObject config) =>
        Plain
            .Where(name => config[name] is not null)
            .ToImmutableDictionary(name => name, name => new LambdaTrigger(name, config[name]!.ToString()));
}
