using System.Text.Json.Nodes;

namespace CognitoStack.Smoke.Tests;

/// <summary>A user pool whose users are called "name of LOGIN", and its audit's table, which a test fills.</summary>
internal sealed class FakeAudit
{
    private const string Table = "CognitoStack-local-Authentication-SignInAuditTableF00-AbC";
    private readonly List<JsonObject> records = [];

    public FakeAudit(FakeAws aws)
    {
        aws.Items = (operation, input) =>
            operation switch
            {
                "ListTables" => $$"""{"TableNames":["Another","{{Table}}"]}""",
                "Query" => Answer(r => (string?)r["user"]!["S"] == (string?)input["ExpressionAttributeValues"]![":user"]!["S"]),
                "Scan" => Answer(r =>
                    string.CompareOrdinal((string?)r["at"]!["S"], (string?)input["ExpressionAttributeValues"]![":time"]!["S"]) >= 0
                ),
                "DeleteItem" when (string?)input["TableName"] == Table => Delete(input["Key"]!.AsObject()),
                _ => null,
            };
        aws.Answer = (operation, input) => (200, operation == "AdminGetUser" ? $$"""{"Username":"name of {{input["Username"]}}"}""" : "{}");
    }

    public int Count => records.Count;

    /// <summary>A record of a sign-in, while the checks run unless it says when.</summary>
    public void Add(string user, string client = "web-id", int attempts = 1, DateTimeOffset? at = null) =>
        records.Add(
            new()
            {
                ["user"] = new JsonObject { ["S"] = user },
                ["signIn"] = new JsonObject { ["S"] = $"record {records.Count}" },
                ["clientId"] = new JsonObject { ["S"] = client },
                ["attempts"] = new JsonObject { ["N"] = $"{attempts}" },
                ["at"] = new JsonObject { ["S"] = $"{at ?? DateTimeOffset.UtcNow.AddMinutes(1):yyyy-MM-ddTHH:mm:ss.fffZ}" },
            }
        );

    private string Answer(Func<JsonObject, bool> which) =>
        new JsonObject { ["Items"] = new JsonArray([.. records.Where(which).Select(r => r.DeepClone())]) }.ToJsonString();

    private string Delete(JsonObject key)
    {
        Assert.Equal(["signIn", "user"], key.Select(k => k.Key).Order());
        records.RemoveAll(r => key.All(k => JsonNode.DeepEquals(r[k.Key], k.Value)));
        return "{}";
    }
}
