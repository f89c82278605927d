using System.Globalization;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>What the audit keeps of the sign-ins of this run. It runs after all of them.</summary>
internal static class AuditChecks
{
    public static IEnumerable<Check> Of(World world)
    {
        var audit = world.Environment.SignInAudit;
        var because = world.Casting.CannotSignIn ?? (audit is null ? "the audit is switched off" : null);
        var table = new Shared<string>("the audit's table is found", () => TableAsync(world));
        yield return Audit("every sign-in has its record, and nothing else has", async cancel => await RecordsAsync(world, await table.GetAsync(), cancel), because);
        yield return Audit("refused sign-ins have none", async cancel => await RefusedAsync(world, await table.GetAsync(), cancel), because);
        yield return Audit("the time of the last sign-in is kept on the user", cancel => LastSignInAsync(world, cancel),
            because ?? (audit!.RecordLastSignIn ? null : "signInAudit.recordLastSignIn is off"));
    }

    private static Check Audit(string name, Func<CancellationToken, Task> act, string? because) => new(CheckGroup.Audit, name, act) { SkipBecause = because };

    // No output names it: whoever signs users in has no business there.
    private static async Task<string> TableAsync(World world)
    {
        var beginning = $"CognitoStack-{world.Environment.Name}-Authentication-SignInAuditTable";
        var page = new ListTablesResponse();
        do
        {
            page = await world.Aws.AdministratorDynamo.ListTablesAsync(new ListTablesRequest { ExclusiveStartTableName = page.LastEvaluatedTableName }, world.Stop);
            if (page.TableNames?.FirstOrDefault(t => t.StartsWith(beginning, StringComparison.Ordinal)) is { } table) return table;
        }
        while (page.LastEvaluatedTableName is not null);
        throw new CheckFailedException(new($"a table {beginning}…", "ListTables knows none", null, "Is the Authentication stack deployed?"));
    }

    private static async Task RecordsAsync(World world, string table, CancellationToken cancel)
    {
        var expected = world.Users.SignIns.GroupBy(s => s.User).ToList();
        Expect.That(expected.Count > 0, "somebody to have signed in", "nobody has");
        foreach (var user in expected)
        {
            var records = await OfAsync(world, table, user.Key, cancel);
            // Sign-ins alike in all that Cognito tells share a record for seconds, and count as attempts; so does Cognito's own second try.
            var attempts = records.Sum(r => int.Parse(r.GetValueOrDefault("attempts")?.N ?? "1", CultureInfo.InvariantCulture));
            Expect.That(records.Count <= user.Count() && attempts >= user.Count(), $"{user.Count()} sign-ins of {user.Key} in the audit",
                $"there are {records.Count} records of {attempts}", "The audit is the PostAuthentication function: its log says what it could not write.");
            Expect.Equal($"the app clients of {user.Key}'s records", Listed(user.Select(s => s.ClientId)), Listed(records.Select(r => r.GetValueOrDefault("clientId")?.S ?? "absent")));
        }
    }

    private static async Task RefusedAsync(World world, string table, CancellationToken cancel)
    {
        var names = await Task.WhenAll(world.Actors.Select(a => a.Exists.MadeOrDefault is { } name ? Task.FromResult<string?>(name) : NameAsync(world, a, cancel)));
        var refused = names.OfType<string>().Except(world.Users.SignIns.Select(s => s.User)).ToList();
        foreach (var user in refused)
        {
            var records = await OfAsync(world, table, user, cancel);
            Expect.That(records.Count == 0, $"no record of {user}, whom the gate refused", $"there are {records.Count}");
        }
    }

    private static async Task<string?> NameAsync(World world, Actor actor, CancellationToken cancel)
    {
        try
        {
            return (await world.Aws.UserPools.AdminGetUserAsync(new() { UserPoolId = world.Outputs.UserPoolId, Username = actor.Login }, cancel)).Username;
        }
        catch (Amazon.CognitoIdentityProvider.Model.UserNotFoundException)
        {
            return null;
        }
    }

    private static async Task LastSignInAsync(World world, CancellationToken cancel)
    {
        await world[world.Casting.Ada].SignedIn.GetAsync();
        var user = await world.Aws.UserPools.AdminGetUserAsync(new() { UserPoolId = world.Outputs.UserPoolId, Username = world[world.Casting.Ada].Login }, cancel);
        var value = user.UserAttributes?.FirstOrDefault(a => a.Name == SignInAuditConfiguration.LastSignInAttribute)?.Value;
        Expect.That(DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at) && (DateTimeOffset.UtcNow - at).Duration() < TimeSpan.FromMinutes(10),
            "custom:lastSignIn to be a time of a moment ago", $"it is {value ?? "absent"}");
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> OfAsync(World world, string table, string user, CancellationToken cancel)
    {
        var answer = await world.Aws.AdministratorDynamo.QueryAsync(new()
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = "#user = :user",
            ExpressionAttributeNames = new() { ["#user"] = "user" },
            ExpressionAttributeValues = new() { [":user"] = new() { S = user } },
        }, cancel);
        return answer.Items ?? [];
    }

    private static string Listed(IEnumerable<string> ids) => string.Join(", ", ids.Distinct().Order(StringComparer.Ordinal));
}
