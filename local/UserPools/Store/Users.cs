using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Store;

/// <summary>The directory: finds users and changes them, one change at a time.</summary>
internal sealed class Users(Database database, TimeProvider time)
{
    public User? Find(UserPool pool, string name) => database.Read(sql => sql.FindUser(pool, name));

    public User Get(UserPool pool, string name) => Find(pool, name) ?? throw Error.UserNotFound();

    public List<Group> GroupsOf(UserPool pool, User user) => database.Read(sql => sql.GroupsOf(pool, user));

    public Task AddAsync(UserPool pool, User user, bool takesAliases = false) =>
        database.WriteAsync(sql => sql.Insert(pool, user, takesAliases));

    /// <summary>Changes a user as it is now, whatever the caller read before.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="user">The user.</param>
    /// <param name="change">What changes; must not take long, for others wait.</param>
    /// <param name="also">What else happens in the same transaction.</param>
    /// <param name="takesAliases">Whether an address that another user signs in with becomes this one's.</param>
    public Task<User> ChangeAsync(UserPool pool, User user, Func<User, User> change, Action<Sql>? also = null, bool takesAliases = false) =>
        database.WriteAsync(sql =>
        {
            var current = sql.FindUser(pool, user.Username);
            if (current?.Sub != user.Sub)
                throw Error.UserNotFound();
            var changed = change(current) with { Modified = time.GetUtcNow() };
            sql.Update(pool, changed, takesAliases);
            also?.Invoke(sql);
            return changed;
        });

    public Task DeleteAsync(User user) => database.WriteAsync(sql => sql.Delete(user));
}
