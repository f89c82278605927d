using System.Text;
using System.Text.Json.Nodes;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>Cognito's events, as files of AWS's shape with changes that one test needs.</summary>
internal static class TriggerEvent
{
    public const string PreAuthentication = "pre-authentication";
    public const string UserNotFound = "pre-authentication-user-not-found";
    public const string FederatedSignUp = "pre-sign-up-external-provider";
    public const string PostAuthentication = "post-authentication";
    public const string FederatedConfirmation = "post-confirmation-external-provider";

    public static byte[] Read(string name, params Action<JsonNode>[] changes)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", $"{name}.json")))!;
        foreach (var change in changes)
            change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>A first sign-in through Google of an address that Google vouches for.</summary>
    public static byte[] GoogleSignUp(params Action<JsonNode>[] changes) =>
        Read(FederatedSignUp, [WithAttribute("email", "jane@gmail.com"), .. changes]);

    public static Action<JsonNode> With(string field, JsonNode? value) => json => json[field] = value;

    public static Action<JsonNode> WithAttribute(string name, string? value) =>
        json =>
        {
            var attributes = json["request"]!["userAttributes"]!.AsObject();
            if (value is null)
                attributes.Remove(name);
            else
                attributes[name] = value;
        };

    /// <summary>An invocation of the event outside any runtime, its log going nowhere or to a stream of the test's.</summary>
    public static Invocation Invocation(byte[] trigger, TimeSpan? timeLeft = null, Stream? log = null) =>
        new()
        {
            RequestId = "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            Deadline = DateTimeOffset.UtcNow + (timeLeft ?? TimeSpan.FromSeconds(5)),
            Event = trigger,
            Log = new Log(log ?? Stream.Null).ForRequest("8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        };
}
