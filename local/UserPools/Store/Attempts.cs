using CognitoStack.Local.Http;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>What somebody may guess at.</summary>
internal enum Guess
{
    Password,
    PreviousPassword,
    Code,
    SoftwareToken,
    SignInCode,
    Passkey,
    Device,
}

/// <summary>Counts wrong guesses: from the fifth on every one locks for twice as long, up to a quarter of an hour, as in Cognito.</summary>
internal sealed class Attempts(Database database, TimeProvider time)
{
    private const int Free = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Refuses who is locked out, before any work is done.</summary>
    public void Check(string pool, string subject, Guess guess)
    {
        if (database.Read(sql => Find(sql, pool, subject, guess)) is { } row && row.Until > time.GetUtcNow())
            throw Locked(guess);
    }

    /// <summary>Counts a guess. Who was locked out meanwhile learns nothing: guesses in parallel gain nobody more of them.</summary>
    public async Task CountAsync(string pool, string subject, Guess guess, bool isRight)
    {
        if (isRight && database.Read(sql => Find(sql, pool, subject, guess)) is null)
            return;
        var isLocked = await database.WriteAsync(sql =>
        {
            var now = time.GetUtcNow();
            var row = Find(sql, pool, subject, guess);
            if (row?.Until > now)
                return true;
            sql.Execute(
                "DELETE FROM attempts WHERE last < $past OR (pool = $pool AND subject = $subject AND kind = $kind)",
                [("$past", (now - Longest - Longest).ToUnixTimeMilliseconds()), .. Key(pool, subject, guess)]
            );
            if (!isRight)
                Put(sql, pool, subject, guess, (row is { } r && now - r.Last < Longest ? r.Failures : 0) + 1, now);
            return false;
        });
        if (isLocked)
            throw Locked(guess);
    }

    private static void Put(Sql sql, string pool, string subject, Guess guess, int failures, DateTimeOffset now)
    {
        var seconds = failures < Free ? 0 : Math.Min(Math.Pow(2, failures - Free), Longest.TotalSeconds);
        sql.Execute(
            "INSERT INTO attempts (pool, subject, kind, failures, last, until) VALUES ($pool, $subject, $kind, $failures, $last, $until)",
            [
                ("$failures", failures),
                ("$last", now.ToUnixTimeMilliseconds()),
                ("$until", now.AddSeconds(seconds).ToUnixTimeMilliseconds()),
                .. Key(pool, subject, guess),
            ]
        );
    }

    private static (int Failures, DateTimeOffset Last, DateTimeOffset Until)? Find(Sql sql, string pool, string subject, Guess guess) =>
        sql.Query(
                "SELECT failures, last, until FROM attempts WHERE pool = $pool AND subject = $subject AND kind = $kind",
                r =>
                    ((int, DateTimeOffset, DateTimeOffset)?)
                        (
                            r.GetInt32(0),
                            DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)),
                            DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2))
                        ),
                Key(pool, subject, guess)
            )
            .FirstOrDefault();

    private static (string, object?)[] Key(string pool, string subject, Guess guess) =>
        [("$pool", pool), ("$subject", subject), ("$kind", guess.ToString())];

    private static AwsException Locked(Guess guess) =>
        guess == Guess.Password ? Error.NotAuthorized("Password attempts exceeded") : Error.TooManyAttempts();
}
