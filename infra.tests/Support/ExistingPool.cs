using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Tests.Support;

/// <summary>A user pool that exists, made by an environment without <c>adopt</c>, and the same environment around it.</summary>
internal sealed class ExistingPool(Synthesis synthesis, string json)
{
    public const string Id = "eu-west-1_AbCdEfGhI";
    public const string Arn = $"arn:aws:cognito-idp:eu-west-1:111122223333:userpool/{Id}";

    /// <summary>The environment that adopts the pool.</summary>
    public string Adopting
    {
        get
        {
            var environment = JsonNode.Parse(json, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
            if (environment["userPool"] is not JsonObject pool)
                environment["userPool"] = pool = [];
            pool["adopt"] = Arn;
            return environment.ToJsonString();
        }
    }

    /// <summary>What the pool is like when it is read back.</summary>
    public JsonObject Properties
    {
        get
        {
            var pool = synthesis.Of(json).Resource("Authentication", "AWS::Cognito::UserPool")[nameof(Properties)]!.DeepClone().AsObject();
            var lambdas = pool["LambdaConfig"]?.AsObject() ?? [];
            // A function's name keeps so much of its stack's.
            var stack = $"CognitoStack-{JsonNode.Parse(json)!["name"]}-Authentication"[..24];
            foreach (var trigger in lambdas.Select(l => l.Key).ToList())
                lambdas[trigger] = $"arn:aws:lambda:eu-west-1:111122223333:function:{stack}-SignIn-AbC";
            if (pool["SmsConfiguration"] is JsonObject sms)
                sms["SnsCallerArn"] = "arn:aws:iam::111122223333:role/sms";
            return pool;
        }
    }

    /// <summary>What the CLI keeps of the pool, changed first or not.</summary>
    public JsonObject Context(Action<JsonObject>? change = null)
    {
        var pool = Properties;
        change?.Invoke(pool);
        var context = new JsonObject { [Key("UserPoolId")] = Answer("UserPoolId", Id) };
        foreach (var (property, value) in pool)
            context[Key(property)] = Answer(property, value?.DeepClone());
        return context;
    }

    /// <summary>Where the CLI keeps a property of the pool.</summary>
    public static string Key(string property) =>
        $"cc-api-provider:account=111122223333:exactIdentifier={Id}:propertiesToReturn.0={property}:region=eu-west-1:typeName=AWS$:$:Cognito$:$:UserPool";

    private static JsonArray Answer(string property, JsonNode? value) => [new JsonObject { [property] = value, ["Identifier"] = Id }];
}
