using System.Collections.Immutable;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools;

/// <summary>Makes users as the pool wants them named.</summary>
internal sealed class NewUsers(Database database, TimeProvider time)
{
    /// <summary>A user who is not in the directory yet.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="name">The name that was asked for; where people sign in with an address, the address.</param>
    /// <param name="attributes">The attributes.</param>
    /// <param name="status">The state.</param>
    /// <exception cref="AwsException">The pool does not allow the name, or it is taken.</exception>
    public User Make(UserPool pool, string name, IReadOnlyDictionary<string, string> attributes, string status)
    {
        var sub = Guid.NewGuid().ToString();
        var all = attributes.Where(a => a.Value.Length > 0).ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (pool.UsernameAttributes.Length > 0)
            all = WithAddress(pool, name, all);
        else
            CheckName(pool, name);
        pool.Schema.Check(all);
        var now = time.GetUtcNow();
        var user = new User
        {
            Pool = pool.Id,
            Username = pool.UsernameAttributes.Length > 0 ? sub : name,
            Sub = sub,
            Status = status,
            Created = now,
            Modified = now,
            Attributes = all,
        };
        CheckFree(pool, user, name);
        return user;
    }

    // Told before any function is called; the database has the last word.
    private void CheckFree(UserPool pool, User user, string name)
    {
        if (database.Read(sql => pool.UsernameAttributes.Any(a => user[a] is { } value && sql.HasAlias(pool, a, value))))
            throw new AwsException(
                "UsernameExistsException",
                $"An account with the given {(name.Contains('@') ? "email" : "phone_number")} already exists."
            );
        if (database.Read(sql => sql.FindUser(pool, user.Username)) is { } other && pool.Fold(other.Username) == pool.Fold(user.Username))
            throw Error.UsernameExists(user);
    }

    private static ImmutableSortedDictionary<string, string> WithAddress(
        UserPool pool,
        string name,
        ImmutableSortedDictionary<string, string> attributes
    )
    {
        var attribute = pool switch
        {
            { UsesEmailAsUsername: true } when AttributeDefinition.IsEmail(name) => "email",
            { UsesPhoneAsUsername: true } when AttributeDefinition.IsPhoneNumber(name) => "phone_number",
            { UsesEmailAsUsername: true, UsesPhoneAsUsername: true } => throw Error.InvalidParameter(
                "Username should be either an email or a phone number."
            ),
            { UsesEmailAsUsername: true } => throw Error.InvalidParameter("Username should be an email."),
            _ => throw Error.InvalidParameter("Username should be a phone number."),
        };
        if (attributes.TryGetValue(attribute, out var given) && pool.Fold(given) != pool.Fold(name))
            throw Error.InvalidParameter($"The user name and the attribute {attribute} must be the same.");
        return attributes.SetItem(attribute, given ?? name);
    }

    private static void CheckName(UserPool pool, string name)
    {
        if (pool.AliasAttributes.Contains("email") && AttributeDefinition.IsEmail(name))
            throw Error.InvalidParameter("Username cannot be of email format, since user pool is configured for email alias.");
        if (pool.AliasAttributes.Contains("phone_number") && AttributeDefinition.IsPhoneNumber(name))
            throw Error.InvalidParameter(
                "Username cannot be of phone number format, since user pool is configured for phone number alias."
            );
    }
}
