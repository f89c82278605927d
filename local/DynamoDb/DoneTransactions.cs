using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.DynamoDb;

/// <summary>Transactions that were done, by the tokens of who sent them: one that is sent again, because its answer was lost, is not done again.
/// As in DynamoDB they are known for ten minutes; one that failed is tried anew.</summary>
internal sealed class DoneTransactions(TimeProvider time)
{
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, (string Hash, DateTimeOffset Until)> done = [];

    /// <summary>Does a transaction, or nothing where it has been done. One at a time.</summary>
    /// <exception cref="AwsException"><c>IdempotentParameterMismatchException</c>: another one has been done under its token.</exception>
    public async Task<JsonObject> OnceAsync(JsonObject input, Func<Task<JsonObject>> act)
    {
        if (TokenOf(input) is not { } token)
            return await act();
        foreach (var old in done.Where(d => d.Value.Until <= time.GetUtcNow()).Select(d => d.Key).ToList())
            done.Remove(old);
        var hash = SignatureV4.Hash(input.ToJsonString());
        if (done.TryGetValue(token, out var before))
            return before.Hash == hash
                ? []
                : throw new AwsException(
                    "IdempotentParameterMismatchException",
                    "The request uses the same client token as a previous, but non-identical request."
                );
        var answer = await act();
        done[token] = (hash, time.GetUtcNow() + Known);
        return answer;
    }

    private static string? TokenOf(JsonObject input) =>
        input["ClientRequestToken"] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? token) && token.Length is > 0 and <= 36 => token,
            _ => throw new AwsException(
                "ValidationException",
                "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36, and at least 1"
            ),
        };
}
