using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>How many codes of one kind somebody gets in an hour. Names without a user are counted like those with one, so that no limit tells which are which.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Quotas in Amazon Cognito": between 5 and 20 requests of a user for a code in an hour, depending on the risk.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html</remarks>
internal sealed class SendingLimits(Database database, TimeProvider time)
{
    private const int Most = 20;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Counts a code that is about to be sent, or seems to be.</summary>
    /// <exception cref="Http.AwsException">There were too many.</exception>
    public async Task CountAsync(UserPool pool, string subject, string kind)
    {
        var isLimited = await database.WriteAsync(sql =>
        {
            var now = time.GetUtcNow();
            (string, object?)[] key = [("$pool", pool.Id), ("$subject", subject), ("$kind", $"Sent:{kind}")];
            var row = sql.Query(
                    "SELECT failures, until FROM attempts WHERE pool = $pool AND subject = $subject AND kind = $kind",
                    r => ((int Sent, long Until)?)(r.GetInt32(0), r.GetInt64(1)),
                    key
                )
                .FirstOrDefault();
            var (sent, until) =
                row is { } known && known.Until > now.ToUnixTimeMilliseconds() ? known : (0, (now + Window).ToUnixTimeMilliseconds());
            if (sent >= Most)
                return true;
            // What is swept away goes by its last time: here that is the end of the hour.
            sql.Execute(
                "INSERT OR REPLACE INTO attempts (pool, subject, kind, failures, last, until) VALUES ($pool, $subject, $kind, $sent, $until, $until)",
                [("$sent", sent + 1), ("$until", until), .. key]
            );
            return false;
        });
        if (isLimited)
            throw Error.TooManyAttempts();
    }
}
