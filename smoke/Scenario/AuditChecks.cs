using System.Globalization;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>What the audit keeps of the sign-ins of this run. It runs after all of them.</summary>
internal static class AuditChecks
{
    /// <summary>How often one sign-in may count: Cognito tells of it three times where the function is slow. However often the function has to
    /// repeat a write, it counts once. Source: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers"
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html).</summary>
    private const int MostAttempts = 3;

    /// <summary>Whoever has signed in sooner has been told of once: Cognito waits so long for a function.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Hint = "The audit is the PostAuthentication function: its log says what it could not write.";

    public static IEnumerable<Check> Of(World world)
    {
        var audit = world.Environment.SignInAudit;
        var because = world.Casting.CannotSignIn ?? (audit is null ? "the audit is switched off" : null);
        yield return Audit(
            "the audit holds every sign-in of this run, and no other of its users",
            cancel => RecordsAsync(world, cancel),
            because
        );
        yield return Audit("the audit holds nothing of those who were refused", cancel => RefusedAsync(world, cancel), because);
        yield return Audit(
            "the audit holds nothing of anybody else since this run began",
            cancel => NobodyElseAsync(world, cancel),
            because ?? (world.Options.IsLocal ? null : "on AWS others may sign in meanwhile")
        );
        yield return Audit(
            "the time of the last sign-in is kept on the user",
            cancel => LastSignInAsync(world, cancel),
            because ?? (audit!.RecordLastSignIn ? null : "signInAudit.recordLastSignIn is off")
        );
    }

    private static Check Audit(string name, Func<CancellationToken, Task> act, string? because) =>
        new(CheckGroup.Audit, name, act) { SkipBecause = because };

    private static async Task RecordsAsync(World world, CancellationToken cancel)
    {
        var users = world.Users.SignIns.GroupBy(s => s.User).ToList();
        Expect.That(users.Count > 0, "somebody to have signed in", "nobody has");
        foreach (var user in users)
        {
            var records = (await world.Audit.OfAsync(user.Key, cancel)).ToLookup(r => r.ClientId);
            foreach (var client in records.Select(r => r.Key).Union(user.Select(s => s.ClientId)))
            {
                // Sign-ins alike in all that Cognito tells share a record for a while, and count as attempts.
                var signIns = user.Where(s => s.ClientId == client).ToList();
                var (attempts, most) = (records[client].Sum(r => r.Attempts), signIns.Sum(s => s.Took < Patience ? 1 : MostAttempts));
                Expect.That(
                    records[client].Count() <= signIns.Count && attempts >= signIns.Count && attempts <= most,
                    $"{signIns.Count} sign-ins of {user.Key} with the app client {client} in the audit",
                    $"there are {records[client].Count()} records of {attempts}",
                    Hint
                );
            }
        }
    }

    private static async Task RefusedAsync(World world, CancellationToken cancel)
    {
        foreach (var user in (await world.Audit.NamesAsync()).Except(world.Users.SignIns.Select(s => s.User)))
        {
            var records = await world.Audit.OfAsync(user, cancel);
            Expect.That(
                records.Count == 0,
                $"no record of {user}, who was refused whenever they tried",
                $"there are {records.Count}",
                Hint
            );
        }
    }

    private static async Task NobodyElseAsync(World world, CancellationToken cancel)
    {
        var known = (await world.Audit.NamesAsync()).ToHashSet();
        var others = (await world.Audit.SinceAsync(world.Started, cancel))
            .Select(r => r.User)
            .Where(u => !known.Contains(u))
            .Distinct()
            .ToList();
        Expect.That(
            others.Count == 0,
            "no record of anybody else",
            $"there are some of {string.Join(", ", others)}",
            "Has somebody signed in while the checks ran? Then run them again."
        );
    }

    private static async Task LastSignInAsync(World world, CancellationToken cancel)
    {
        await world[world.Casting.Ada].SignedIn.GetAsync();
        var user = await world.Aws.UserPools.AdminGetUserAsync(
            new() { UserPoolId = world.Outputs.UserPoolId, Username = world[world.Casting.Ada].Login },
            cancel
        );
        var value = user.UserAttributes?.FirstOrDefault(a => a.Name == SignInAuditConfiguration.LastSignInAttribute)?.Value;
        Expect.That(
            DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at)
                && (DateTimeOffset.UtcNow - at).Duration() < TimeSpan.FromMinutes(10),
            "custom:lastSignIn to be a time of a moment ago",
            $"it is {value ?? "absent"}"
        );
    }
}
