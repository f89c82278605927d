using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Lambda;

namespace CognitoStack.Bench;

/// <summary>The gate with the AWS SDK: rules on e-mail addresses, then the deny list.</summary>
internal sealed class Gate(IAmazonDynamoDB dynamo, string table, string[] denied)
{
    public static async Task<InvocationHandler> InitializeAsync(LambdaHost host)
    {
        var gate = new Gate(
            new AmazonDynamoDBClient(new AmazonDynamoDBConfig { MaxErrorRetry = 2 }),
            host.Environment[FunctionVariables.DenyListTableName],
            host.Environment[FunctionVariables.DenyEmailDomains].Split(',')
        );
        // As ours: the connection is made during init.
        await gate.ReadAsync(["-"]);
        return gate.HandleAsync;
    }

    private async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation)
    {
        var reason = await JudgeAsync(TriggerEvent.Of(invocation));
        if (reason is null)
            return invocation.Event;
        invocation.Log.Warn("A sign-in was refused.", fields: json => json.WriteString("reason", reason));
        throw new RefusalException("Sign-in is not allowed for this account. Contact your administrator");
    }

    private async Task<string?> JudgeAsync(TriggerEvent trigger)
    {
        var email = trigger.Request.Attribute("email").ToLowerInvariant();
        var domain = email[(email.LastIndexOf('@') + 1)..];
        if (denied.Any(one => domain == one || domain.EndsWith($".{one}", StringComparison.Ordinal)))
            return "emailDomainDenied";
        var items = await ReadAsync(SubjectsOf(trigger, email, domain).Distinct());
        return items.Any(IsInForce) ? "denyListed" : null;
    }

    private static IEnumerable<string> SubjectsOf(TriggerEvent trigger, string email, string domain)
    {
        var labels = domain.Split('.');
        return
        [
            $"user#{trigger.UserName}",
            $"user#{trigger.Request.Attribute("sub")}",
            $"client#{trigger.CallerContext.ClientId}",
            $"user#{email}",
            .. labels.Select((_, index) => $"domain#{string.Join('.', labels.Skip(index))}"),
        ];
    }

    private async Task<List<Dictionary<string, AttributeValue>>> ReadAsync(IEnumerable<string> subjects)
    {
        var answer = await dynamo.BatchGetItemAsync(
            new BatchGetItemRequest
            {
                RequestItems = new()
                {
                    [table] = new()
                    {
                        Keys = [.. subjects.Select(subject => new Dictionary<string, AttributeValue> { ["subject"] = new(subject) })],
                        ConsistentRead = true,
                    },
                },
            }
        );
        return answer.Responses[table];
    }

    private static bool IsInForce(Dictionary<string, AttributeValue> item) =>
        !item.TryGetValue("expiresAt", out var expiry)
        || decimal.Parse(expiry.N, CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
