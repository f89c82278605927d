using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Tokens;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People change their passwords, or forgot them.</summary>
internal sealed class PasswordOperations(
    Users users,
    UserMigration migration,
    PasswordKeeper passwords,
    Attempts attempts,
    RegistrationTriggers triggers,
    Codes codes,
    SendingLimits limits,
    LeakChecks leaks,
    TokenReader tokens
) : IOperations
{
    private const string PasswordChanged = "PasswordChange";
    private const string ForgottenPassword = "CustomMessage_ForgotPassword";

    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["ForgotPassword"] = ForgotPasswordAsync,
            ["ConfirmForgotPassword"] = ConfirmForgotPasswordAsync,
            ["ChangePassword"] = ChangePasswordAsync,
        };

    private async Task<JsonObject> ForgotPasswordAsync(Call call)
    {
        var scope = call.ClientScope();
        var name = call.Username();
        SecretHash.Check(scope.RequiredClient, name, call.Text("SecretHash"));
        var user = users.Find(scope.Pool, name) ?? await migration.ForgotPasswordAsync(scope, name, call.Cancel);
        var delivery = user is { IsEnabled: true } ? RecoveryDelivery(scope.Pool, user) : null;
        // Who cannot be helped looks like who can.
        if (delivery is null && scope.HidesUsers)
        {
            await limits.CountAsync(scope.Pool, PasswordSignIn.SubjectOf(scope, user, name), ForgottenPassword);
            return new() { ["CodeDeliveryDetails"] = Delivery.Of(name).Details() };
        }
        if (user is null)
            throw Error.UserNotFoundForCode();
        if (!user.IsEnabled)
            throw Error.Disabled();
        if (user.Status is UserStatus.ForceChangePassword or UserStatus.External)
            throw Error.NotAuthorized("User password cannot be reset in the current state.");
        if (delivery is null)
            throw Error.InvalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");
        var details = await codes.SendAsync(scope, user, Codes.ForgotPassword, delivery, ForgottenPassword, call.Cancel);
        await leaks.RecordAsync(scope, user, "ForgotPassword");
        return new() { ["CodeDeliveryDetails"] = details };
    }

    private async Task<JsonObject> ConfirmForgotPasswordAsync(Call call)
    {
        var scope = call.ClientScope();
        var name = call.Username();
        SecretHash.Check(scope.RequiredClient, name, call.Text("SecretHash"));
        var (given, chosen) = (call.Required("ConfirmationCode"), call.Required("Password"));
        scope.Pool.PasswordPolicy.Check(chosen);
        leaks.CheckNew(scope, RiskSettings.PasswordChange, chosen);
        var user = users.Find(scope.Pool, name);
        if (user is null && !scope.HidesUsers)
            throw Error.UserNotFoundForCode();
        var code = await codes.CheckAsync(scope, user, name, Codes.ForgotPassword, given);
        if (!user!.IsEnabled)
            throw Error.Disabled();
        var change = passwords.Change(scope.Pool, user, chosen);
        var changed = await users.ChangeAsync(
            scope.Pool,
            user,
            current => change(current) with { Status = UserStatus.Confirmed },
            sql => sql.UseCode(user, Codes.ForgotPassword, code)
        );
        await leaks.RecordAsync(scope, changed, PasswordChanged, RiskSettings.PasswordChange, chosen);
        await triggers.AfterAsync(scope, changed, RegistrationTriggers.ConfirmForgotPassword, call.Cancel);
        return [];
    }

    private async Task<JsonObject> ChangePasswordAsync(Call call)
    {
        var bearer = await tokens.ReadAccessTokenAsync(call.Required("AccessToken"));
        var (previous, proposed) = (call.Required("PreviousPassword"), call.Required("ProposedPassword"));
        var scope = call.BearerScope(bearer.Pool, bearer.Client);
        bearer.Pool.PasswordPolicy.Check(proposed);
        leaks.CheckNew(scope, RiskSettings.PasswordChange, proposed);
        attempts.Check(bearer.Pool.Id, bearer.User.Username, Guess.PreviousPassword);
        var isRight = passwords.IsRight(bearer.Pool, bearer.User, previous);
        await attempts.CountAsync(bearer.Pool.Id, bearer.User.Username, Guess.PreviousPassword, isRight);
        if (!isRight)
            throw Error.WrongPassword();
        var change = passwords.Change(bearer.Pool, bearer.User, proposed);
        await users.ChangeAsync(bearer.Pool, bearer.User, change);
        await leaks.RecordAsync(scope, bearer.User, PasswordChanged, RiskSettings.PasswordChange, proposed);
        return [];
    }

    private static Delivery? RecoveryDelivery(UserPool pool, User user) =>
        user.Status is UserStatus.ForceChangePassword or UserStatus.External
            ? null
            : pool
                .RecoveryMechanisms.Where(m => m.StartsWith("verified_", StringComparison.Ordinal))
                .Select(m => m["verified_".Length..])
                .Where(user.HasVerified)
                .Where(attribute => Recovery.IsOpen(pool, user, attribute))
                .Select(attribute => new Delivery(attribute, user[attribute]!))
                .FirstOrDefault();
}
