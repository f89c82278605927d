using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators make users, invite them, and set their passwords.</summary>
internal sealed class AdminAccountOperations(
    Users users,
    NewUsers newUsers,
    PasswordKeeper passwords,
    RegistrationTriggers triggers,
    Messenger messenger,
    Codes codes
) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AdminCreateUser"] = call => call.Text("MessageAction") == "RESEND" ? InviteAgainAsync(call) : CreateAsync(call),
            ["AdminConfirmSignUp"] = ConfirmAsync,
            ["AdminSetUserPassword"] = SetPasswordAsync,
            ["AdminResetUserPassword"] = ResetPasswordAsync,
        };

    private async Task<JsonObject> CreateAsync(Call call)
    {
        var scope = call.PoolScope();
        var attributes = call.Attributes("UserAttributes");
        if (attributes.ContainsKey("sub") || attributes.ContainsKey("identities"))
            throw Error.InvalidParameter("Cannot modify the non-mutable attribute sub");
        var user = newUsers.Make(scope.Pool, call.Username(), attributes, UserStatus.ForceChangePassword);
        var password = TemporaryPassword(scope, call);
        user = user with { Password = passwords.Make(scope.Pool, user.Username, password, isTemporary: true) };
        user = await triggers.BeforeAsync(
            scope,
            user,
            RegistrationTriggers.AdminCreateUser,
            call.Attributes("ValidationData"),
            call.Cancel
        );
        await users.AddAsync(scope.Pool, user, call.Flag("ForceAliasCreation"));
        if (call.Text("MessageAction") != "SUPPRESS")
            await InviteAsync(scope, user, password, call);
        return new() { ["User"] = UserJson.Of(user) };
    }

    private async Task<JsonObject> InviteAgainAsync(Call call)
    {
        var scope = call.PoolScope();
        var user = users.Get(scope.Pool, call.Username());
        if (user.Status != UserStatus.ForceChangePassword)
            throw new AwsException(
                "UnsupportedUserStateException",
                $"Resend not possible. {user.Username} status is not FORCE_CHANGE_PASSWORD"
            );
        var password = TemporaryPassword(scope, call);
        var made = passwords.Make(scope.Pool, user.Username, password, isTemporary: true);
        user = await users.ChangeAsync(scope.Pool, user, current => PasswordKeeper.Set(current, made));
        await InviteAsync(scope, user, password, call);
        return new() { ["User"] = UserJson.Of(user) };
    }

    private async Task<JsonObject> ConfirmAsync(Call call)
    {
        var (scope, user) = Find(call);
        var confirmed = await users.ChangeAsync(
            scope.Pool,
            user,
            current =>
                current.Status == UserStatus.Unconfirmed
                    ? current with
                    {
                        Status = UserStatus.Confirmed,
                    }
                    : throw Error.NotAuthorized($"User cannot be confirmed. Current status is {current.Status}")
        );
        await triggers.AfterAsync(scope, confirmed, RegistrationTriggers.ConfirmSignUp, call.Cancel);
        return [];
    }

    private async Task<JsonObject> SetPasswordAsync(Call call)
    {
        var (scope, user) = Find(call);
        var isPermanent = call.Flag("Permanent");
        var made = passwords.Make(scope.Pool, user.Username, call.Required("Password"), isTemporary: !isPermanent);
        await users.ChangeAsync(
            scope.Pool,
            user,
            current =>
                PasswordKeeper.Set(current, made) with
                {
                    Status = isPermanent ? UserStatus.Confirmed : UserStatus.ForceChangePassword,
                }
        );
        return [];
    }

    private async Task<JsonObject> ResetPasswordAsync(Call call)
    {
        var (scope, user) = Find(call);
        if (user.Status is not (UserStatus.Confirmed or UserStatus.ResetRequired))
            throw Error.NotAuthorized("User password cannot be reset in the current state.");
        var attribute =
            new[] { Delivery.PhoneNumber, Delivery.Email }.FirstOrDefault(a => user.HasVerified(a) && Recovery.IsOpen(scope.Pool, user, a))
            ?? throw Error.InvalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");
        await users.ChangeAsync(scope.Pool, user, current => current with { Status = UserStatus.ResetRequired });
        await codes.SendAsync(
            scope,
            user,
            Codes.ForgotPassword,
            new(attribute, user[attribute]!),
            "CustomMessage_ForgotPassword",
            call.Cancel
        );
        return [];
    }

    private (Scope Scope, User User) Find(Call call)
    {
        var scope = call.PoolScope();
        return (scope, users.Get(scope.Pool, call.Username()));
    }

    private async Task InviteAsync(Scope scope, User user, string password, Call call)
    {
        var mediums = call.Texts("DesiredDeliveryMediums") is { Count: > 0 } desired
            ? desired
            : [user["phone_number"] is null ? "EMAIL" : "SMS"];
        foreach (var attribute in mediums.Select(m => m == "SMS" ? Delivery.PhoneNumber : Delivery.Email))
        {
            if (user[attribute] is { } address)
                await messenger.InviteAsync(scope, user, new(attribute, address), password, call.Cancel);
        }
    }

    private static string TemporaryPassword(Scope scope, Call call) =>
        call.Text("TemporaryPassword") is { Length: > 0 } given ? given : PasswordMaker.Password(scope.Pool.PasswordPolicy);
}
