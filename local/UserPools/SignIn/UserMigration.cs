using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>The trigger that brings users from another directory when they first sign in, or forgot their password.</summary>
internal sealed class UserMigration(TriggerInvoker triggers, NewUsers newUsers, Users users, PasswordKeeper passwords)
{
    /// <summary>The user that the trigger knows, made here; null where it knows none, or there is no trigger.</summary>
    public Task<User?> SignInAsync(Scope scope, string name, string password, CancellationToken cancel) =>
        MigrateAsync(scope, name, password, "UserMigration_Authentication", cancel);

    /// <inheritdoc cref="SignInAsync"/>
    public Task<User?> ForgotPasswordAsync(Scope scope, string name, CancellationToken cancel) =>
        MigrateAsync(scope, name, null, "UserMigration_ForgotPassword", cancel);

    private async Task<User?> MigrateAsync(Scope scope, string name, string? password, string source, CancellationToken cancel)
    {
        // What a client sends at sign-in has another name than what it sends with other requests.
        var request = new JsonObject
        {
            ["userName"] = name,
            ["password"] = password,
            ["validationData"] = null,
            ["userAttributes"] = null,
        };
        request[password is null ? "clientMetadata" : "validationData"] = scope.ClientMetadata?.DeepClone();
        var empty = new JsonObject
        {
            ["userAttributes"] = null,
            ["forceAliasCreation"] = null,
            ["enableSMSMFA"] = null,
            ["finalUserStatus"] = null,
            ["messageAction"] = null,
            ["desiredDeliveryMediums"] = null,
        };
        JsonObject? response;
        try
        {
            response = await triggers.InvokeAsync(
                scope.Pool,
                new(LambdaTrigger.UserMigration, source, scope.Client?.Id, name, request, empty),
                cancel
            );
        }
        catch (AwsException e) when (e.Code == "UserLambdaValidationException")
        {
            // The trigger's way to say that it does not know the user, or that the password is wrong.
            return null;
        }
        if (response is null)
            return null;
        if (response["userAttributes"] is not JsonObject given)
            throw Error.UnrecognizableAnswer();

        var attributes = given.ToDictionary(a => a.Key, a => a.Value?.ToString() ?? "");
        attributes.Remove("username");
        attributes.Remove("sub");
        var status = response["finalUserStatus"]?.ToString() switch
        {
            null or UserStatus.Confirmed => password is null ? UserStatus.ResetRequired : UserStatus.Confirmed,
            UserStatus.ResetRequired => UserStatus.ResetRequired,
            _ => throw Error.UnrecognizableAnswer(),
        };
        var user = newUsers.Make(scope.Pool, name, attributes, status);
        if (password is not null)
            user = user with { Password = passwords.Take(scope.Pool, user.Username, password) };
        await users.AddAsync(scope.Pool, user, response["forceAliasCreation"].Flag() == true);
        return user;
    }
}
