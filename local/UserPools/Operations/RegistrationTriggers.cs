using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>The triggers around the making of a user.</summary>
internal sealed class RegistrationTriggers(TriggerInvoker triggers)
{
    public const string SignUp = "PreSignUp_SignUp";
    public const string AdminCreateUser = "PreSignUp_AdminCreateUser";
    public const string ConfirmSignUp = "PostConfirmation_ConfirmSignUp";
    public const string ConfirmForgotPassword = "PostConfirmation_ConfirmForgotPassword";

    /// <summary>Asks before a user is made; of who signs up, the function may confirm the user and verify the addresses.</summary>
    public async Task<User> BeforeAsync(
        Scope scope,
        User user,
        string source,
        IReadOnlyDictionary<string, string> validationData,
        CancellationToken cancel
    )
    {
        var request = UserEvents.Request(null, scope.ClientMetadata);
        request["userAttributes"] = new JsonObject(user.Attributes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        request["validationData"] =
            validationData.Count == 0 ? null : new JsonObject(validationData.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        var empty = new JsonObject
        {
            ["autoConfirmUser"] = false,
            ["autoVerifyEmail"] = false,
            ["autoVerifyPhone"] = false,
        };
        var response = await triggers.InvokeAsync(
            scope.Pool,
            new(LambdaTrigger.PreSignUp, source, scope.Client?.Id, user.Username, request, empty),
            cancel
        );

        // Of users that administrators make, the function decides nothing but whether.
        if (response is null || source != SignUp)
            return user;
        foreach (
            var (answer, attribute) in (ReadOnlySpan<(string, string)>)[("autoVerifyEmail", "email"), ("autoVerifyPhone", "phone_number")]
        )
        {
            if (response[answer].Flag() == true)
                user = user[attribute] is not null
                    ? user.With([KeyValuePair.Create($"{attribute}_verified", "true")])
                    : throw Error.UnrecognizableAnswer();
        }
        return response["autoConfirmUser"].Flag() == true ? user with { Status = UserStatus.Confirmed } : user;
    }

    /// <summary>Tells that a user is confirmed, or has a new password.</summary>
    public Task AfterAsync(Scope scope, User user, string source, CancellationToken cancel) =>
        triggers.InvokeAsync(
            scope.Pool,
            new(
                LambdaTrigger.PostConfirmation,
                source,
                scope.Client?.Id,
                user.Username,
                UserEvents.Request(user, scope.ClientMetadata),
                new JsonObject()
            ),
            cancel
        );
}
