using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators read and change users.</summary>
internal sealed class AdminUserOperations(Users users, AttributeChanges changes, MfaPreference preference, SignOut signOut) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AdminGetUser"] = call =>
            {
                var user = Find(call).User;
                var json = UserJson.Of(user);
                json.Remove("Attributes");
                json["UserAttributes"] = UserJson.Attributes(user.AllAttributes());
                return Task.FromResult(json.WithMfa(user));
            },
            ["AdminDeleteUser"] = On((_, user, _) => users.DeleteAsync(user)),
            ["AdminUpdateUserAttributes"] = On(
                (scope, user, call) => ChangeAsync(scope, user, call.Attributes("UserAttributes"), call.Cancel)
            ),
            ["AdminDeleteUserAttributes"] = On(
                (scope, user, call) =>
                    ChangeAsync(scope, user, call.Texts("UserAttributeNames").Distinct().ToDictionary(n => n, _ => ""), call.Cancel)
            ),
            ["AdminDisableUser"] = On(
                (scope, user, _) =>
                    users.ChangeAsync(
                        scope.Pool,
                        user,
                        u => signOut.Ended(u) with { IsEnabled = false },
                        sql => Grants.RevokeAll(sql, user)
                    )
            ),
            ["AdminEnableUser"] = On((scope, user, _) => users.ChangeAsync(scope.Pool, user, u => u with { IsEnabled = true })),
            ["AdminUserGlobalSignOut"] = On((scope, user, _) => signOut.EverywhereAsync(scope.Pool, user)),
            ["AdminSetUserMFAPreference"] = On((scope, user, call) => preference.SetAsync(call, scope.Pool, user)),
            ["AdminSetUserSettings"] = On((scope, user, call) => preference.SetMessagesAsync(call, scope.Pool, user)),
        };

    private async Task ChangeAsync(Scope scope, User user, Dictionary<string, string> values, CancellationToken cancel)
    {
        if (values.Keys.FirstOrDefault(name => name is "sub" or "identities") is { } name)
            throw Error.InvalidParameter($"Cannot modify the non-mutable attribute {name}");
        await changes.ChangeAsync(scope, user, values, cancel);
    }

    private (Scope Scope, User User) Find(Call call)
    {
        var scope = call.PoolScope();
        return (scope, users.Get(scope.Pool, call.Username()));
    }

    private Operation On(Func<Scope, User, Call, Task> change) =>
        async call =>
        {
            var (scope, user) = Find(call);
            await change(scope, user, call);
            return [];
        };
}
