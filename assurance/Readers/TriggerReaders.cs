using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Settings;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Readers;

/// <summary>A function that the user pool tells of its users.</summary>
/// <param name="Trigger">When.</param>
/// <param name="Function">Which function.</param>
/// <param name="Hears">What it is told.</param>
/// <param name="Because">The setting that wants it so; null where none does.</param>
internal sealed record TriggerReader(string Trigger, string Function, string Hears, string? Because)
{
    /// <summary>Every function of a user pool that the templates make.</summary>
    public static IEnumerable<TriggerReader> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        if (environment.UserPool.Adopt is not null || templates.Pool() is not { } pool)
            return [];
        var meant = TriggerExpectations
            .Wiring(environment, templates)
            .Where(w => w.Value is not null)
            .ToDictionary(w => $"LambdaConfig.{w.Property}", w => (w.Value, w.Setting));
        return
        [
            .. from leaf in Leaves.Of(pool)
            where leaf.Key.StartsWith("LambdaConfig.", StringComparison.Ordinal)
            from arn in leaf.Value
            where arn.Contains(":function:", StringComparison.Ordinal)
            let wanted = meant.GetValueOrDefault(leaf.Key)
            let trigger = leaf.Key.Split('.')[1]
            select new TriggerReader(trigger, arn, Told(trigger), wanted.Value == arn ? wanted.Setting : null),
        ];
    }

    /// <summary>The difference that it is where no setting wants it.</summary>
    public Difference Difference =>
        new(Function, "hears", $"{Hears} ({Trigger})", "functions that the file puts there", "one that no setting names", string.Empty);

    /// <remarks>Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html).</remarks>
    private static string Told(string trigger) =>
        trigger switch
        {
            nameof(TriggerName.UserMigration) => "names and passwords",
            "CustomEmailSender" or "CustomSMSSender" => "codes, encrypted by the key of senders",
            "CreateAuthChallenge" or "DefineAuthChallenge" or "VerifyAuthChallengeResponse" => "attributes, challenges and answers",
            "PreTokenGenerationConfig" => "attributes and claims of tokens",
            "InboundFederation" => "what an identity provider says of users",
            _ => "attributes of users",
        };
}
