using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>What people say of sign-ins to their accounts: it was they, or it was not.</summary>
internal sealed class Feedback(AuthEvents events, Users users, Pools pools, Sealing sealing, TimeProvider time)
{
    public const string Admin = "Admin";
    private const string User = "User";

    /// <exception cref="Http.AwsException">There is no such event.</exception>
    public async Task GiveAsync(UserPool pool, User user, string eventId, bool isValid, string provider)
    {
        if (!await events.ChangeAsync(pool, user, eventId, e => e with { Feedback = new(isValid, provider, time.GetUtcNow()) }))
            throw Error.NotFound("The event does not exist.");
    }

    /// <summary>Takes what somebody says who got the mail.</summary>
    /// <param name="token">The token of the mail.</param>
    /// <param name="isValid">Whether it was the user.</param>
    /// <param name="expected">The event that the token must be for; null where it alone tells.</param>
    /// <exception cref="Http.AwsException">It is no such token.</exception>
    public async Task GiveAsync(string token, bool isValid, FeedbackToken? expected = null)
    {
        if (
            sealing.Open<FeedbackToken>(token) is not { } given
            || (expected is not null && given != expected)
            || pools.Find(given.Pool) is not { } pool
            || users.Find(pool, given.Username) is not { } user
        )
            throw Error.NotAuthorized("Invalid feedback token.");
        await GiveAsync(pool, user, given.EventId, isValid, User);
    }
}
