using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>Which of a user's attributes lead to it at sign-in.</summary>
internal static class AliasRules
{
    /// <summary>Where addresses are the user names they always do; as aliases only once they are verified. Users of other providers sign in there alone,
    /// and may have the address of another user.</summary>
    public static IEnumerable<(string Attribute, string Value)> Of(UserPool pool, User user)
    {
        if (user.Status == UserStatus.External)
            yield break;
        foreach (var attribute in pool.UsernameAttributes.Union(pool.AliasAttributes))
        {
            var leads = attribute == "preferred_username" || pool.UsernameAttributes.Contains(attribute) || user.HasVerified(attribute);
            if (leads && user[attribute] is { Length: > 0 } value)
                yield return (attribute, value);
        }
    }
}
