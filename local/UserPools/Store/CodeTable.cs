namespace CognitoStack.Local.UserPools.Store;

/// <summary>A code that was sent.</summary>
/// <param name="Code">Six digits.</param>
/// <param name="Attribute">The attribute that had the address: <c>email</c>.</param>
/// <param name="Address">Where it was sent; what the code proves is this address, whatever the user's is by then.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record SentCode(string Code, string Attribute, string Address, DateTimeOffset Expires);

/// <summary>Codes that were sent and not used yet: one for each user and purpose, the newest.</summary>
internal static class CodeTable
{
    public static void PutCode(this Sql sql, User user, string purpose, SentCode code) =>
        sql.Execute(
            """
            INSERT OR REPLACE INTO codes (pool, username, purpose, code, attribute, address, expires)
            VALUES ($pool, $username, $purpose, $code, $attribute, $address, $expires)
            """,
            ("$pool", user.Pool),
            ("$username", user.Username),
            ("$purpose", purpose),
            ("$code", code.Code),
            ("$attribute", code.Attribute),
            ("$address", code.Address),
            ("$expires", code.Expires.ToUnixTimeSeconds())
        );

    public static SentCode? FindCode(this Sql sql, User user, string purpose) =>
        sql.Query(
                "SELECT code, attribute, address, expires FROM codes WHERE pool = $pool AND username = $username AND purpose = $purpose",
                r => new SentCode(r.GetString(0), r.GetString(1), r.GetString(2), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(3))),
                ("$pool", user.Pool),
                ("$username", user.Username),
                ("$purpose", purpose)
            )
            .FirstOrDefault();

    /// <summary>Uses a code up, in the transaction in which it takes effect: of two who send it at once, one is refused.</summary>
    public static void UseCode(this Sql sql, User user, string purpose, SentCode code)
    {
        var used = sql.Execute(
            "DELETE FROM codes WHERE pool = $pool AND username = $username AND purpose = $purpose AND code = $code",
            ("$pool", user.Pool),
            ("$username", user.Username),
            ("$purpose", purpose),
            ("$code", code.Code)
        );
        if (used == 0)
            throw Error.ExpiredCode();
    }
}
