using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Passwords;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.SignIn;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>People make their own users, and prove their addresses.</summary>
internal sealed class SignUpOperations(
    Users users,
    NewUsers newUsers,
    PasswordKeeper passwords,
    RegistrationTriggers triggers,
    Codes codes,
    SendingLimits limits,
    LeakChecks leaks,
    SignUpSessions sessions
) : IOperations
{
    private const string ResendCode = "CustomMessage_ResendCode";

    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["SignUp"] = SignUpAsync,
            ["ConfirmSignUp"] = ConfirmSignUpAsync,
            ["ResendConfirmationCode"] = ResendConfirmationCodeAsync,
        };

    private async Task<JsonObject> SignUpAsync(Call call)
    {
        var scope = call.ClientScope();
        var (pool, client) = (scope.Pool, scope.RequiredClient);
        var name = call.Username();
        SecretHash.Check(client, name, call.Text("SecretHash"));
        if (pool.OnlyAdminsCreateUsers)
            throw Error.NotAuthorized("SignUp is not permitted for this user pool");
        var attributes = call.Attributes("UserAttributes");
        AttributeRights.CheckWrite(client, attributes.Keys);
        var user = newUsers.Make(pool, name, attributes, UserStatus.Unconfirmed);
        pool.Schema.CheckRequired(user.Attributes);
        // Whoever can sign in with a code needs no password.
        var password = pool.FirstFactors.Any(f => Factor.AddressOf(f) is not null) ? call.Text("Password") : call.Required("Password");
        if (password is { Length: > 0 })
        {
            user = user with { Password = passwords.Make(pool, user.Username, password) };
            leaks.CheckNew(scope, RiskSettings.SignUp, password);
        }

        user = await triggers.BeforeAsync(scope, user, RegistrationTriggers.SignUp, call.Attributes("ValidationData"), call.Cancel);
        // What a function has verified becomes this user's, whoever signed in with it before.
        await users.AddAsync(pool, user, takesAliases: true);
        await leaks.RecordAsync(scope, user, "SignUp", RiskSettings.SignUp, password);
        var session = sessions.New(scope, user);
        var answer = new JsonObject { ["UserConfirmed"] = user.IsConfirmed, ["UserSub"] = user.Sub };
        if (session is not null)
            answer["Session"] = session;
        if (user.IsConfirmed)
            await triggers.AfterAsync(scope, user, RegistrationTriggers.ConfirmSignUp, call.Cancel);
        else if (ConfirmationDelivery(pool, user) is { } delivery)
            answer["CodeDeliveryDetails"] = await codes.SendAsync(scope, user, Codes.SignUp, delivery, "CustomMessage_SignUp", call.Cancel);
        return answer;
    }

    private async Task<JsonObject> ConfirmSignUpAsync(Call call)
    {
        var scope = call.ClientScope();
        var name = call.Username();
        SecretHash.Check(scope.RequiredClient, name, call.Text("SecretHash"));
        var user = users.Find(scope.Pool, name);
        if (user is null && !scope.HidesUsers)
            throw Error.UserNotFoundForCode();
        if (user is { IsConfirmed: true })
            throw Error.NotAuthorized($"User cannot be confirmed. Current status is {user.Status}");
        var code = await codes.CheckAsync(scope, user, name, Codes.SignUp, call.Required("ConfirmationCode"));
        var confirmed = await users.ChangeAsync(
            scope.Pool,
            user!,
            current => Confirm(current, code),
            sql => sql.UseCode(user!, Codes.SignUp, code),
            takesAliases: call.Flag("ForceAliasCreation")
        );
        await triggers.AfterAsync(scope, confirmed, RegistrationTriggers.ConfirmSignUp, call.Cancel);
        return sessions.Confirmed(scope, confirmed, call.Text("Session")) is { } session ? new() { ["Session"] = session } : [];
    }

    private async Task<JsonObject> ResendConfirmationCodeAsync(Call call)
    {
        var scope = call.ClientScope();
        var name = call.Username();
        SecretHash.Check(scope.RequiredClient, name, call.Text("SecretHash"));
        var user = users.Find(scope.Pool, name);
        if (user is null)
        {
            if (!scope.HidesUsers)
                throw Error.UserNotFoundForCode();
            await limits.CountAsync(scope.Pool, PasswordSignIn.SubjectOf(scope, null, name), ResendCode);
            return new() { ["CodeDeliveryDetails"] = Delivery.Of(name).Details() };
        }
        if (user.IsConfirmed)
            throw Error.InvalidParameter("User is already confirmed.");
        var delivery = ConfirmationDelivery(scope.Pool, user) ?? throw Error.InvalidParameter("Auto verification not turned on.");
        var details = await codes.SendAsync(scope, user, Codes.SignUp, delivery, ResendCode, call.Cancel);
        await leaks.RecordAsync(scope, user, "ResendCode");
        return new() { ["CodeDeliveryDetails"] = details };
    }

    private static User Confirm(User user, SentCode code)
    {
        if (user[code.Attribute] != code.Address)
            throw Error.ExpiredCode();
        return user.With([KeyValuePair.Create($"{code.Attribute}_verified", "true")]) with { Status = UserStatus.Confirmed };
    }

    // Of two addresses Cognito prefers the phone.
    private static Delivery? ConfirmationDelivery(UserPool pool, User user) =>
        new[] { Delivery.PhoneNumber, Delivery.Email }
            .Where(attribute => pool.AutoVerifiedAttributes.Contains(attribute) && user[attribute] is not null)
            .Select(attribute => new Delivery(attribute, user[attribute]!))
            .FirstOrDefault();
}
