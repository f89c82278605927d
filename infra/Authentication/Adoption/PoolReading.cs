using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Constructs;

namespace CognitoStack.Authentication.Adoption;

/// <summary>What the CDK CLI has read of a user pool, by its Cloud Control provider: it stands in <c>cdk.context.json</c> from then on.</summary>
/// <remarks>One question a property, as the provider fails whole where a pool lacks one of those that it was asked for: docs/adr/0018-one-question-a-property.md.</remarks>
internal sealed record PoolReading
{
    /// <summary>Every pool has it: where it is known, what else is not known was not there.</summary>
    private const string Identity = "UserPoolId";

    private static readonly string[] Asked =
    [
        "AccountRecoverySetting",
        "AdminCreateUserConfig",
        "AliasAttributes",
        "AutoVerifiedAttributes",
        "DeletionProtection",
        "DeviceConfiguration",
        "EmailConfiguration",
        "EnabledMfas",
        "LambdaConfig",
        "MfaConfiguration",
        "Policies",
        "Schema",
        "SmsConfiguration",
        "UserAttributeUpdateSettings",
        "UserPoolAddOns",
        "UserPoolTier",
        "UsernameAttributes",
        "UsernameConfiguration",
        "VerificationMessageTemplate",
        "WebAuthnFactorConfiguration",
        "WebAuthnRelyingPartyID",
        "WebAuthnUserVerification",
    ];

    /// <summary>The properties as CloudFormation names them; null where nobody has read the pool.</summary>
    public JsonObject? Properties { get; private init; }

    /// <summary>Why the pool could not be read, or null.</summary>
    public string? Failure { get; private init; }

    /// <summary>Whether AWS has said that there is no such pool.</summary>
    public bool IsNoPool => Failure?.StartsWith("No resource of type", StringComparison.Ordinal) == true;

    /// <summary>What is known of a pool. Where nothing is, the CLI is asked to read it and to synthesize again.</summary>
    public static PoolReading Of(Construct scope, string userPoolId)
    {
        var identity = Known(scope, userPoolId, Identity);
        if (identity is null)
        {
            foreach (var property in Asked.Prepend(Identity))
                ContextProvider.GetValue(scope, Question(userPoolId, property));
            return new();
        }

        if (Error(identity) is { } unread)
            return new() { Failure = unread };
        var properties = new JsonObject();
        foreach (var property in Asked)
        {
            var known = Known(scope, userPoolId, property);
            if (Error(known) is { } failure)
            {
                if (!failure.EndsWith($"{property} is not found.", StringComparison.Ordinal))
                    return new() { Failure = failure };
            }
            else if (known?[0]?[property] is { } value)
                properties[property] = value.DeepClone();
        }
        return new() { Properties = properties };
    }

    private static string? Error(JsonNode? known) => (known as JsonObject)?["$providerError"]?.ToString();

    private static JsonNode? Known(Construct scope, string userPoolId, string property) =>
        JsonSerializer.SerializeToNode(scope.Node.TryGetContext(ContextProvider.GetKey(scope, Question(userPoolId, property)).Key));

    private static GetContextValueOptions Question(string userPoolId, string property) =>
        new()
        {
            Provider = "cc-api-provider",
            Props = new Dictionary<string, object>
            {
                ["typeName"] = "AWS::Cognito::UserPool",
                ["exactIdentifier"] = userPoolId,
                ["propertiesToReturn"] = new[] { property },
            },
            DummyValue = Array.Empty<object>(),
        };
}
